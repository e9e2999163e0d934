import Core

/// What is wrong with a request that writes bytes.
enum BlobWriteError: CodedError, Equatable {
  case md5Mismatch
  case crc64Mismatch
  /// The header isn't the base64 of a checksum.
  case badChecksum(String)
  case badBlockID(String)
  case badBlockList(String)
  case unsupportedBlobType(String)
  case unknownOperation(String)

  var code: String {
    switch self {
    case .md5Mismatch: "md5_mismatch"
    case .crc64Mismatch: "crc64_mismatch"
    case .badChecksum, .badBlockID, .unknownOperation: "invalid_parameter"
    case .badBlockList: "invalid_block_list"
    case .unsupportedBlobType: "unsupported_blob_type"
    }
  }

  var category: ErrorCategory { .invalid }

  var message: String {
    switch self {
    case .md5Mismatch: "The bytes that arrived don't have the MD5 that was announced; they were not kept."
    case .crc64Mismatch: "The bytes that arrived don't have the CRC-64 that was announced; they were not kept."
    case .badChecksum(let header): "\(header) is not the base64 of a checksum."
    case .badBlockID(let id): "The block id \"\(id.prefix(100))\" is not the base64 of 1 to 64 bytes."
    case .badBlockList(let problem): "The list of blocks can't be read: \(problem)."
    case .unsupportedBlobType(let type): "Blobs of type \(type.prefix(40)) can't be written; BlockBlob can."
    case .unknownOperation(let name):
      "The operation comp=\(name.prefix(40)) isn't served here; block and blocklist are."
    }
  }
}
