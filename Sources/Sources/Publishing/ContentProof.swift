import Blobs
import Connectors
import Core
import Foundation
import Library
import NIOCore

/// Compares a file at a service with bytes of ours: by checksums where the service tells them, else by reading it.
struct ContentProof: Sendable {
  let service: any FileService
  let services: SourceServices
  let blobs: any BlobStore

  /// What a file there is.
  enum Outcome: Sendable {
    /// It has these very bytes.
    case same
    /// It begins like them and ends too early: a piece that a broken try left.
    case piece
    case other
  }

  /// - Throws: what reading throws.
  func compare(_ item: RemoteItem, with content: CollectedFile.Content) async throws -> Outcome {
    let size = item.size
    if let size, size > content.size { return .other }
    if size == nil || size == content.size {
      if let sha256 = item.hashes["sha256"], sha256.utf8.count == 64 {
        return sha256.lowercased() == content.hash.sha256 ? .same : .other
      }
      if let md5 = item.hashes["md5"], md5.utf8.count == 32, let ours = content.md5, !ours.isEmpty {
        return md5.lowercased() == ours ? .same : .other
      }
    }
    guard service.abilities.reads else { return size == content.size ? .same : .other }
    return try await read(item, content)
  }

  private func read(_ item: RemoteItem, _ content: CollectedFile.Content) async throws -> Outcome {
    let theirs = try await services.open(try await service.handle(for: item)).stream()
    var ours = try await blobs.read(content.hash, range: nil).makeAsyncIterator()
    var expected: ArraySlice<UInt8> = []
    var count: Int64 = 0
    for try await chunk in theirs {
      var given = ArraySlice(chunk.readableBytesView)
      count += Int64(given.count)
      if count > content.size { return .other }
      while !given.isEmpty {
        if expected.isEmpty {
          guard let more = try await ours.next() else { return .other }
          expected = ArraySlice(more.readableBytesView)
        }
        let length = min(given.count, expected.count)
        guard given.prefix(length) == expected.prefix(length) else { return .other }
        given = given.dropFirst(length)
        expected = expected.dropFirst(length)
      }
    }
    return count == content.size ? .same : .piece
  }
}
