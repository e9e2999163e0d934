import Core
import Foundation
import NIOCore

/// Reads the files of allowed folders.
package struct FolderFileSource: FileSource {
  private let roots: [FolderRoot]

  package init(roots: [FolderRoot]) {
    self.roots = roots
  }

  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .connection(_, let locator) = handle.origin else {
      throw FileSourceError.unknownSource(handle.name)
    }
    let path = try FolderPath(locator, in: roots)
    let (descriptor, status) = try await BlockingWork.run {
      let descriptor = try OpenDescriptor.file(path)
      return (descriptor, try descriptor.status(path.text))
    }
    // The handle was made of a file that may have changed since.
    if let size = handle.size, size != status.size { throw FileSourceError.changed(name: path.text) }
    // To the millisecond, which a way through text may cut off.
    if let modified = handle.modified, abs(modified.milliseconds - status.modified.milliseconds) > 1 {
      throw FileSourceError.changed(name: path.text)
    }
    return OpenFile(
      name: handle.name, size: status.size, mime: handle.mime ?? MIMEType.ofFile(named: path.name),
      version: status.version, isCheapToRead: true
    ) { range in
      let range = range ?? 0..<status.size
      return ByteStream(
        length: Int64(range.count),
        FileChunks(descriptor: descriptor, range: range, status: status, path: path.text))
    }
  }
}

/// The bytes of an open file, a piece at a time; a file that changes meanwhile ends it with an error.
private struct FileChunks: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let descriptor: OpenDescriptor
  let range: Range<Int64>
  let status: FileStatus
  let path: String

  func makeAsyncIterator() -> Iterator { Iterator(chunks: self, position: range.lowerBound) }

  struct Iterator: AsyncIteratorProtocol {
    let chunks: FileChunks
    var position: Int64

    mutating func next() async throws -> ByteBuffer? {
      let chunks = chunks
      let position = position
      let count = Int(Swift.min(256 << 10, chunks.range.upperBound - position))
      guard count > 0 else { return nil }
      let bytes = try await BlockingWork.run {
        let bytes = try chunks.descriptor.read(count, at: position, chunks.path)
        guard bytes.count == count, try chunks.descriptor.status(chunks.path) == chunks.status else {
          throw FileSourceError.changed(name: chunks.path)
        }
        return bytes
      }
      self.position += Int64(count)
      return ByteBuffer(bytes: bytes)
    }
  }
}
