import Blobs
import Core
import Foundation
import Persistence

/// Puts other bytes under an asset and keeps those it had: originals never change, so a changed file is another one.
struct ContentReplacement {
  private let session: any Session
  private let act: Act

  init(_ session: any Session, _ act: Act) {
    self.session = session
    self.act = act
  }

  /// - Parameter asset: as it is now; locked by the caller.
  func replace(_ asset: Asset, by content: BlobInfo) throws {
    let old = asset.original
    if old.hash == content.hash { return }
    try BlobRegister(session).keep(content.hash)
    try AuthorStore(session).note(act.by)
    let version = asset.record.version + 1
    try session.run(
      """
      insert into library_former_original (asset, version, media_file, file_name, hash, size, md5, uploaded_at)
      values (\(asset.id), \(asset.record.version), \(old.mediaFile), \(old.fileName), \(old.hash.sha256),
        \(old.size), \(old.md5), \(old.uploadedAt))
      """)
    let mediaFile: MediaFileID = act.effects.id()
    try session.run(
      """
      update library_asset set media_file = \(mediaFile), hash = \(content.hash.sha256), size = \(content.size),
        md5 = \(content.md5), uploaded_at = \(act.at), version = \(version), modified_at = \(act.at),
        modified_by = \(act.by.person), ingest_state = 'pending', ingest_problem = null
      where id = \(asset.id)
      """)
    // A worker that looks at the old bytes right now must not write what it finds.
    try session.run(
      """
      insert into library_ingest (asset, attempts, due_at, fence) values (\(asset.id), 0, \(act.at), 0)
      on conflict (asset) do update set attempts = 0, due_at = excluded.due_at, fence = library_ingest.fence + 1
      """)
    let history = HistoryStore(session)
    let change: JSONValue = ["from": .string(old.hash.sha256), "to": .string(content.hash.sha256)]
    try history.add(version, of: asset.id, changes: ["original": change], act)
    try history.add(.edit, to: asset.id, comment: "original", act)
    try SearchIndexStore(session).refresh([asset.id])
    try session.notify(IngestQueue.channel)
  }
}
