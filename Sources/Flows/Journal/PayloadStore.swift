import Blobs
import Core
import Foundation
import Persistence

/// The SQL of what the journal keeps among the blobs.
struct PayloadStore {
  let session: any Session

  /// Payloads whose run is gone.
  func orphans(limit: Int) throws -> [(hash: ContentHash, run: RunID)] {
    try session.rows(
      """
      select hash, run from flow_payload where not exists (select 1 as n from flow_run where flow_run.id = flow_payload.run)
      order by run, hash limit \(limit)
      """
    ).compactMap { row in
      guard let hash = ContentHash(try row.string("hash")) else { return nil }
      return (hash, try row.id("run"))
    }
  }

  /// Whether another run's rows refer to it.
  func isShared(_ hash: ContentHash, beyond run: RunID) throws -> Bool {
    try session.exists("select 1 as n from flow_payload where hash = \(hash.sha256) and run <> \(run)")
  }

  func forget(_ hash: ContentHash, of run: RunID) throws {
    try session.run("delete from flow_payload where hash = \(hash.sha256) and run = \(run)")
  }
}
