import Core
import Crypto
import Foundation

/// The files that a fixture's input names: `{"$file": {name, size, from: {connection: fixture, locator}}}`.
struct FixtureFiles: FileSource {
  let contents: [String: String]

  func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .connection(_, let locator) = handle.origin else { throw FileSourceError.notFound(path: handle.name) }
    let size = Int(min(handle.size ?? 0, 16 << 20))
    let bytes = contents[locator].map { Array($0.utf8) } ?? Array(repeating: UInt8(ascii: "x"), count: size)
    return OpenFile(
      name: handle.name, size: Int64(bytes.count), mime: handle.mime ?? MIMEType.ofFile(named: handle.name),
      version: "1", isCheapToRead: true
    ) { range in
      let wanted = (range ?? 0..<Int64(bytes.count)).clamped(to: 0..<Int64(bytes.count))
      return ByteStream(Array(bytes[Int(wanted.lowerBound)..<Int(wanted.upperBound)]))
    }
  }
}

extension AnswerStore {
  /// Forgets the bytes, and tells what they were by size and digest.
  static let inMemory = AnswerStore { bytes, name, mime, _ in
    let all = try await bytes.collect(upTo: 16 << 20)
    let hash = SHA256.hash(data: all).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return MediaFileHandle(
      name: name, size: Int64(all.count), mime: mime ?? MIMEType.ofFile(named: name), sha256: hash, origin: .blob(hash))
  }
}
