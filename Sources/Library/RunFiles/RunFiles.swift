package import Blobs
import Core
package import Foundation
import Persistence

/// Bytes that runs of flows made: kept while a run's history is kept, given back afterwards.
///
/// A run is known by its name alone, since flows are another room's. The same bytes may be held by several runs and be
/// an asset's, too: they go when nothing names them any more.
///
/// ```swift
/// let info = try await library.runFiles.hold(for: run.description) { try await blobs.store(bytes()) }
/// try await library.runFiles.release([run.description])   // once the run's history is deleted
/// ```
package struct RunFiles: Sendable {
  private let context: LibraryContext

  init(context: LibraryContext) {
    self.context = context
  }

  /// Makes a blob and keeps it for a run.
  /// - Parameter bytes: puts the bytes into the blob store; called again when the same bytes are being deleted meanwhile.
  /// - Returns: what ``BlobStore`` says of them; they are there until ``release(_:)``.
  package func hold(for run: String, _ bytes: @Sendable () async throws -> BlobInfo) async throws -> BlobInfo {
    let now = context.effects.now()
    return try await context.keeping(bytes) { info in
      [info.hash]
    } commit: { info in
      try await context.store.write { session in try RunFileStore(session).hold(info, for: run, at: now) }
      return info
    }
  }

  /// Keeps for another run what one holds already, as when a run is repeated with the results of an earlier one.
  package func share(from run: String, with other: String) async throws {
    let now = context.effects.now()
    try await context.store.write { session in try RunFileStore(session).share(from: run, with: other, at: now) }
  }

  /// Gives back what runs hold. The bytes go with the next sweep of the library, unless something else names them.
  /// - Returns: how many bytes were held.
  @discardableResult
  package func release(_ runs: [String]) async throws -> Int64 {
    try await context.store.write { session in try RunFileStore(session).release(runs) }
  }

  /// Runs that hold something, in the order of their names.
  /// - Parameters:
  ///   - heldBefore: only those that hold it for longer.
  ///   - after: where the page before ended.
  package func holders(heldBefore: Date, after: String?, limit: Int) async throws -> [String] {
    try await context.store.read { session in
      try RunFileStore(session).holders(heldBefore: heldBefore, after: after ?? "", limit: limit)
    }
  }

  /// How many bytes each of these runs holds; runs that hold nothing are left out.
  package func sizes(of runs: [String]) async throws -> [String: Int64] {
    try await context.store.read { session in try RunFileStore(session).sizes(of: runs) }
  }
}
