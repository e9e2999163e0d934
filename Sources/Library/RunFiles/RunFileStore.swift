import Blobs
import Foundation
import Persistence

/// The SQL of ``RunFiles``.
struct RunFileStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  func hold(_ info: BlobInfo, for run: String, at now: Date) throws {
    try BlobRegister(session).keep(info.hash)
    try session.run(
      """
      insert into library_run_file (run, hash, size, held_at) values (\(run), \(info.hash.sha256), \(info.size), \(now))
      on conflict (run, hash) do nothing
      """)
  }

  func share(from run: String, with other: String, at now: Date) throws {
    try session.run(
      """
      insert into library_run_file (run, hash, size, held_at)
      select \(other), hash, size, \(now) from library_run_file where run = \(run)
      on conflict (run, hash) do nothing
      """)
  }

  func release(_ runs: [String]) throws -> Int64 {
    let rows = try session.rows("delete from library_run_file where run in \(list: runs) returning hash, size")
    try BlobRegister(session).mayGo(rows.map { try $0.hash("hash") })
    return try rows.reduce(0) { $0 + (try $1.int64("size")) }
  }

  func holders(heldBefore: Date, after: String, limit: Int) throws -> [String] {
    try session.rows(
      """
      select run from library_run_file where run > \(after) group by run having min(held_at) < \(heldBefore)
      order by run limit \(limit)
      """
    ).map { try $0.string("run") }
  }

  func sizes(of runs: [String]) throws -> [String: Int64] {
    let rows = try session.rows("select run, size from library_run_file where run in \(list: runs)")
    return try rows.reduce(into: [:]) { sizes, row in sizes[try row.string("run"), default: 0] += try row.int64("size")
    }
  }
}
