package import Core

/// Why a file can't be taken in.
package enum UploadError: Error, Equatable {
  /// Nobody asked for an upload of this identifier, or it lapsed.
  case notFound(AssetID)
  /// The identifier belongs to somebody else's upload, or to an asset.
  case identifierTaken(AssetID)
  /// The upload is an asset by now and can't be changed as an upload.
  case finished(AssetID)
  case illegalFileName(String, problem: String)
  /// Fewer or more bytes arrived than were announced. MediaValet answers 404.
  case sizeMismatch(announced: Int64, received: Int64)
  /// No bytes were put together. MediaValet answers 404.
  case nothingReceived
  case tooLarge(limit: Int64)
  case noCategory
  case missingAttribute(String)
  /// A blob was written although the writer forbade to replace one.
  case alreadyWritten
}

extension UploadError: CodedError {
  package var code: String {
    switch self {
    case .notFound: "upload_not_found"
    case .identifierTaken: "upload_identifier_taken"
    case .finished: "upload_finished"
    case .illegalFileName: "illegal_file_name"
    case .sizeMismatch: "upload_size_mismatch"
    case .nothingReceived: "upload_empty"
    case .tooLarge: "upload_too_large"
    case .noCategory: "upload_without_category"
    case .missingAttribute: "missing_attribute"
    case .alreadyWritten: "blob_already_written"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound, .sizeMismatch, .nothingReceived: .notFound
    case .identifierTaken, .finished, .alreadyWritten: .conflict
    case .illegalFileName, .noCategory, .missingAttribute: .invalid
    case .tooLarge: .tooLarge
    }
  }

  package var message: String {
    switch self {
    case .notFound(let id): "There is no upload \(id), or it has lapsed."
    case .identifierTaken(let id): "The identifier \(id) is taken."
    case .finished(let id): "The upload \(id) is finished."
    case .illegalFileName(let name, let problem): "\"\(name)\" can't be used as a file name: \(problem)."
    case .sizeMismatch(let announced, let received):
      "\(announced) bytes were announced and \(received) were received."
    case .nothingReceived: "No bytes were received."
    case .tooLarge(let limit): "The file is larger than the \(limit) bytes allowed here."
    case .noCategory: "The upload is in no category."
    case .missingAttribute(let name): "The required attribute \"\(name)\" has no value."
    case .alreadyWritten: "The bytes of this upload were put together before."
    }
  }

  package var advice: String? {
    switch self {
    case .notFound: "Request a new upload."
    case .identifierTaken: "Request the upload with another identifier, or with none."
    case .finished: "Change the asset instead."
    case .sizeMismatch: "Upload the missing blocks, or correct the size, then finish again."
    case .nothingReceived: "Upload the file, then finish again."
    case .noCategory: "Assign a category, then finish again."
    case .missingAttribute: "Set the attribute, then finish again."
    case .illegalFileName, .tooLarge, .alreadyWritten: nil
    }
  }
}
