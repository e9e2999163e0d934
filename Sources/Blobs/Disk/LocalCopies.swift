package import Core
import Foundation

/// Files that are there only while somebody works with them: for engines whose bytes are elsewhere.
package struct LocalCopies: Sendable {
  private let folder: String
  private let threads = FileThreads()
  private let space: SpaceGuard
  private let effects: Effects

  /// - Parameters:
  ///   - folder: made when it is first needed.
  ///   - space: what must stay free on its disk.
  package init(folder: String, space: SpaceGuard, effects: Effects) {
    self.folder = folder
    self.space = space
    self.effects = effects
  }

  /// Writes the bytes to a file, lends it, and takes it away.
  /// - Throws: ``BlobError/insufficientStorage``, whatever `bytes` or `body` throws.
  package func withFile<Value: Sendable>(
    of bytes: ByteStream, _ body: (_ path: String) async throws -> Value
  ) async throws -> Value {
    let path = folder + "/" + effects.uuid().uuidString.lowercased()
    let writer = FileWriter(path: path, thread: threads.next(), space: space)
    try await writer.create()
    do {
      for try await chunk in bytes { try await writer.append(chunk) }
      _ = try await writer.finish()
      let value = try await body(path)
      await writer.abandon()
      return value
    } catch {
      await writer.abandon()
      throw error
    }
  }
}
