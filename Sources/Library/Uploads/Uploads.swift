package import Blobs
package import Core
package import Identity

/// Takes files in: request, bytes, properties, finish. Each call is on disk before it answers.
package struct Uploads: Sendable {
  let context: LibraryContext

  /// Begins an upload.
  ///
  /// The same identifier again answers the same upload, as long as the same person asks and it isn't finished: so a
  /// client that lost the answer adopts what it began.
  /// - Parameter id: chosen by the client; made by the library when `nil`.
  /// - Throws: ``UploadError/identifierTaken(_:)``, ``UploadError/illegalFileName(_:problem:)``,
  ///   ``UploadError/tooLarge(limit:)``.
  package func request(_ properties: UploadProperties, id: AssetID? = nil, as principal: Principal) async throws
    -> Upload
  { throw Unfinished() }

  /// The upload as it is; the finished one too, until it is cleaned away.
  package func upload(_ id: AssetID, as principal: Principal) async throws -> Upload { throw Unfinished() }

  /// Says more about the file; what is `nil` stays. A file name of `<id>.bin` is the blob's and changes nothing.
  package func describe(_ id: AssetID, _ properties: UploadProperties, as principal: Principal) async throws -> Upload {
    throw Unfinished()
  }

  /// Adds categories.
  /// - Throws: ``LibraryError/categoryNotFound(_:)``.
  package func addCategories(_ id: AssetID, _ categories: [CategoryID], as principal: Principal) async throws -> Upload
  { throw Unfinished() }

  /// Adds keywords; they are made when the upload is finished.
  package func addKeywords(_ id: AssetID, _ words: [String], as principal: Principal) async throws -> Upload {
    throw Unfinished()
  }

  /// Sets values of attributes; an empty value or null clears one.
  /// - Throws: ``LibraryError/attributeNotFound(_:)``, ``AttributeError``.
  package func setAttributes(_ id: AssetID, _ values: [AttributeID: JSONValue], as principal: Principal) async throws
    -> Upload
  { throw Unfinished() }

  /// Makes the upload an asset, after checking size, file name, category and required attributes.
  ///
  /// May be repeated, and by several at once: all get the same asset, which is made once.
  /// - Throws: ``UploadError``.
  package func finish(_ id: AssetID, as principal: Principal) async throws -> Asset { throw Unfinished() }

  /// Throws an unfinished upload away.
  package func abandon(_ id: AssetID, as principal: Principal) async throws { throw Unfinished() }

  /// Says what would become of files of these names and sizes.
  package func verdicts(_ files: [(name: String, size: Int64?)], as principal: Principal) async throws
    -> [UploadVerdict]
  { throw Unfinished() }

  // MARK: Bytes

  /// Stores one block; one of the same name is replaced. Nothing of a block that breaks off is kept.
  /// - Parameter name: as the client names it; at most 256 bytes.
  package func putBlock(_ name: String, bytes: ByteStream, with grant: UploadGrant) async throws -> StagedBlock {
    throw Unfinished()
  }

  /// The blocks that are safe, so that a client sends only the others.
  package func blocks(with grant: UploadGrant) async throws -> [StagedBlock] { throw Unfinished() }

  /// Puts the file together from blocks, in this order.
  /// - Parameter replacing: whether it may be put together a second time.
  /// - Returns: the size in bytes.
  /// - Throws: `BlobError.unknownBlock`, ``UploadError/alreadyWritten``, ``UploadError/tooLarge(limit:)``.
  package func putBlockList(_ names: [String], replacing: Bool = true, with grant: UploadGrant) async throws -> Int64 {
    throw Unfinished()
  }

  /// Stores the whole file in one go.
  /// - Returns: what was stored; its name has no meaning to clients.
  package func putBlob(_ bytes: ByteStream, replacing: Bool = true, with grant: UploadGrant) async throws
    -> StagedBlock
  { throw Unfinished() }
}
