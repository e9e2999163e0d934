import Blobs
import Connectors
import Core
import Foundation
import NIOCore
import NIOPosix

extension FileStepCall {
  /// Larger files aren't copied only to be looked at.
  private static let largest: Int64 = 20 << 30

  /// Lends the bytes of a handle as a file, for programs that read files. It must not be changed.
  func withLocalFile<Value: Sendable>(
    _ handle: MediaFileHandle, _ body: (_ path: String) async throws -> Value
  ) async throws -> Value {
    if case .blob(let text) = handle.origin, let hash = ContentHash(text) {
      return try await room.keeper.blobs.withLocalFile(hash, body)
    }
    let file = try await room.files.open(handle)
    guard (file.size ?? 0) <= Self.largest else {
      throw FileStepError.tooLarge(file: handle.name, limit: Self.largest)
    }
    return try await room.copies.withFile(of: try await file.stream(), body)
  }

  /// Lends a folder, which is gone afterwards.
  func withFolder<Value>(_ body: (_ path: String) async throws -> Value) async throws -> Value {
    let path = room.scratch + "/step-" + room.effects.uuid().uuidString.lowercased()
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
  }

  /// Takes a file into Weir's own store.
  func keep(_ path: String, length: Int64, name: String, mime: String) async throws -> MediaFileHandle {
    let bytes = ByteStream(length: length, LocalBytes(path: path, length: length))
    let info = try await room.keeper.store(bytes, for: holder, through: room.effects.id())
    return MediaFileHandle(
      name: name, size: info.size, mime: mime, sha256: info.hash.sha256, origin: .blob(info.hash.sha256))
  }
}

/// The bytes of a file that a worker made.
private struct LocalBytes: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let path: String
  let length: Int64

  func makeAsyncIterator() -> Iterator { Iterator(path: path, left: length) }

  struct Iterator: AsyncIteratorProtocol {
    let path: String
    var left: Int64
    private var position: Int64 = 0

    init(path: String, left: Int64) {
      self.path = path
      self.left = left
    }

    mutating func next() async throws -> ByteBuffer? {
      guard left > 0 else { return nil }
      let (path, position, count) = (path, position, Int(Swift.min(left, 1 << 20)))
      // Off the cooperative pool: a disk may be slow.
      let data = try await NIOThreadPool.singleton.runIfActive {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(position))
        return try file.read(upToCount: count) ?? Data()
      }
      guard !data.isEmpty else { throw ByteStreamError.lengthMismatch(promised: left, received: 0) }
      self.position += Int64(data.count)
      left -= Int64(data.count)
      return ByteBuffer(bytes: data)
    }
  }
}
