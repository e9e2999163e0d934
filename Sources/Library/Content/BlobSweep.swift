import Blobs
import Core
import Persistence

/// Removes bytes that nothing names any more.
struct BlobSweep {
  let context: LibraryContext

  /// Looks at every candidate once. What can't be removed now stays a candidate.
  func run() async throws {
    let hashes = try await context.store.read { session in try BlobRegister(session).candidates() }
    for hash in hashes { try await sweep(hash) }
  }

  private func sweep(_ hash: ContentHash) async throws {
    let now = context.effects.now()
    let isUnused = try await context.store.write { session in
      try BlobRegister(session).beginRemoval(of: hash, at: now)
    }
    guard isUnused else { return }
    try await context.blobs.remove(hash)
    try await context.store.write { session in try BlobRegister(session).endRemoval(of: hash) }
  }
}
