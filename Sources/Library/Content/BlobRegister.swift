import Blobs
import Core
import Foundation
import Persistence

/// Knows which blobs something names, so that bytes that two assets share outlive either (promise 6).
///
/// Every blob that a row names has a row here first. Whoever is about to delete bytes marks that row in one
/// transaction, removes the bytes, and deletes the row in another; whoever wants the same bytes meanwhile is refused by
/// ``keep(_:)`` and tries again. So bytes are never removed under somebody who has just come to name them.
struct BlobRegister {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// Must precede any row that names the blob, in the same transaction.
  /// - Throws: ``LibraryError/contentBusy`` when the bytes are being deleted.
  func keep(_ hash: ContentHash) throws {
    let row = try session.row(
      """
      insert into library_blob (hash, removing_at) values (\(hash.sha256), null)
      on conflict (hash) do update set hash = excluded.hash returning removing_at
      """)
    if try row?.isNull("removing_at") == false { throw LibraryError.contentBusy }
  }

  /// Notes that blobs may be unused by now, for ``BlobSweep`` to look at.
  func mayGo(_ hashes: [ContentHash]) throws {
    for hash in Set(hashes) {
      try session.run(
        "insert into library_blob_candidate (hash) values (\(hash.sha256)) on conflict (hash) do nothing")
    }
  }

  func candidates() throws -> [ContentHash] {
    try session.rows("select hash from library_blob_candidate order by hash").map { try $0.hash("hash") }
  }

  /// Marks a candidate for removal when nothing names it and nobody else removes it.
  ///
  /// Who began a removal has ``removalTime`` to end it; after that another may take it over.
  /// - Returns: whether the caller now removes the bytes.
  func beginRemoval(of hash: ContentHash, at now: Date) throws -> Bool {
    let row = try session.row(
      "select removing_at from library_blob where hash = \(hash.sha256)\(session.dialect.forUpdate)")
    guard let row else {
      try forget(hash)
      return false
    }
    if let begun = try row.dateIfAny("removing_at"), now < begun.addingTimeInterval(Self.removalTime) { return false }
    let isNamed = try session.exists(
      """
      select 1 from library_asset where hash = \(hash.sha256)
      union all select 1 from library_rendition where hash = \(hash.sha256)
      union all select 1 from library_run_file where hash = \(hash.sha256)
      union all select 1 from library_former_original where hash = \(hash.sha256)
      """)
    if isNamed {
      try forget(hash)
      return false
    }
    try session.run("update library_blob set removing_at = \(now) where hash = \(hash.sha256)")
    return true
  }

  /// Once the bytes are gone.
  func endRemoval(of hash: ContentHash) throws {
    try session.run("delete from library_blob where hash = \(hash.sha256) and removing_at is not null")
    try forget(hash)
  }

  /// In seconds; far longer than deleting a file takes.
  private static let removalTime = 600.0

  private func forget(_ hash: ContentHash) throws {
    try session.run("delete from library_blob_candidate where hash = \(hash.sha256)")
  }
}
