package import Core

/// A place that can take a file block by block: folders, Weir's own store, a service behind a connection.
///
/// ``FileTransfer`` calls ``begin(_:resuming:)`` once per try, ``put(_:_:of:)`` for each block in order, then
/// ``finish(_:of:)``. Everything may be repeated with the same values: a try that was killed is followed by another one.
package protocol FileDestination: Sendable {
  /// How it takes bytes.
  var blocks: BlockRule { get }

  /// Gets ready for a file.
  /// - Parameter token: what an earlier try got from here; the blocks it put are there still, unless this throws.
  /// - Returns: what the next try must know, such as the name of an upload. Kept before the first byte is sent.
  /// - Throws: ``TransferError/lostBlocks`` when what the token means is gone, so that the transfer begins again.
  func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue

  /// Puts one block, in place of one of the same number.
  /// - Parameter bytes: exactly ``TransferBlock/length`` bytes, where that is known.
  func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws

  /// Makes the file appear, whole.
  /// - Parameter count: how many blocks there are.
  /// - Returns: what the destination says about the file; becomes part of the step's output.
  func finish(_ count: Int, of upload: Upload) async throws -> JSONObject

  /// Forgets what was put so far.
  func discard(_ upload: Upload) async
}

extension FileDestination {
  package typealias Upload = FileUpload
}

/// How a destination takes bytes.
package enum BlockRule: Sendable, Hashable {
  /// Blocks of any size, at most so many.
  case blocks(atMost: Int)
  /// All bytes in one request: such a transfer can't be taken up in the middle.
  case whole
}

/// The file that comes.
package struct IncomingFile: Sendable, Hashable {
  package let name: String
  /// In bytes; `nil` where the source doesn't tell beforehand.
  package let size: Int64?
  package let mime: String?

  package init(name: String, size: Int64?, mime: String?) {
    self.name = name
    self.size = size
    self.mime = mime
  }
}

/// A file on its way to a destination.
package struct FileUpload: Sendable, Hashable {
  package let file: IncomingFile
  /// What ``FileDestination/begin(_:resuming:)`` gave.
  package let token: JSONValue
  /// How many bytes came; known at the end.
  package var received: Int64 = 0
  /// Of all bytes, as 64 hexadecimal digits; known at the end.
  package var sha256: String?

  package init(file: IncomingFile, token: JSONValue) {
    self.file = file
    self.token = token
  }
}

/// One piece of a file.
package struct TransferBlock: Sendable, Hashable {
  /// Counted from 0.
  package let index: Int
  /// Where it begins in the file, in bytes.
  package let offset: Int64
  /// In bytes; `nil` when it ends where the source ends.
  package let length: Int64?

  package init(index: Int, offset: Int64, length: Int64?) {
    self.index = index
    self.offset = offset
    self.length = length
  }
}
