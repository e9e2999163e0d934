import Blobs
import Core
import Identity
import Library
import Persistence

/// Writes files to their assets, each together with the source's own row, so that neither is ever ahead.
struct AssetWriter {
  let library: Library
  let principal: Principal
  let source: Source
  /// Begins every transaction: see ``SyncDesk/hold(_:_:_:)``.
  let hold: @Sendable (any Session) throws -> Void
  /// Brings the bytes of a file once more.
  let again: @Sendable (SourceFile) async throws -> BlobInfo

  /// A file whose bytes are here, with the category that it belongs to.
  struct Arrival: Sendable {
    var file: SourceFile
    let content: BlobInfo
    let category: CategoryID?
  }

  /// Makes assets of new files, all or none.
  func add(_ arrivals: [Arrival]) async throws {
    let rows = arrivals.map { arrival -> SourceFile in
      var row = arrival.file
      (row.state, row.tries, row.dueAt, row.problem) = (.held, 0, nil, nil)
      row.content = arrival.content.hash
      row.written = written(row, arrival.category)
      return row
    }
    let files = zip(arrivals, rows).compactMap { arrival, row in
      row.asset.flatMap { id in row.written.map { arrived(id, arrival.content, $0) } }
    }
    let (hold, source) = (hold, source.id)
    let byAsset = Dictionary(
      rows.compactMap { row in row.asset.map { ($0, row) } }, uniquingKeysWith: { one, _ in one })
    try await library.intake.add(files, as: principal) { session in
      try hold(session)
      let store = SourceFileStore(session, source)
      for batch in rows.batches(of: 400) { try store.put(batch) }
    } again: { file in
      guard let row = byAsset[file.asset] else { return file.content }
      return try await again(row)
    }
  }

  /// Brings the asset of a file that is known in step: its bytes where they are others, its name, place and fields.
  /// - Parameters:
  ///   - content: what the file has now; `nil` when it has what the asset has.
  ///   - replaced: a row that stood for the file before it was found here; it goes.
  func update(_ file: SourceFile, content: BlobInfo?, category: CategoryID?, replaced: RemoteID? = nil) async throws {
    var row = file
    (row.state, row.tries, row.dueAt, row.problem) = (.held, 0, nil, nil)
    guard let asset = file.asset else { return try await library.intake.note(put(row, replaced), as: principal) }
    row.content = content?.hash ?? file.content
    let old = file.written ?? SourceFile.Written(fileName: "", category: nil, fields: MappedFields())
    let new = written(row, category)
    row.written = new
    var revision = new.fields.revision(of: asset, since: old.fields)
    if new.fileName != old.fileName { revision.fileName = new.fileName }
    if new.category != old.category {
      revision.addedCategories = [new.category].compactMap(\.self)
      revision.removedCategories = [old.category].compactMap(\.self)
    }
    if old.isMarked { revision.removedKeywords.append(SourceRules.vanishedKeyword) }
    let put = put(row, replaced)
    do {
      if old.isMarked, source.rules.vanished == .trash {
        _ = try await library.assets.undelete(asset, as: principal)
      }
      if let content, content.hash != file.content {
        let (hold, again) = (hold, again)
        try await library.intake.replaceContent(
          of: asset, by: content, as: principal, alongside: hold, again: { _ in try await again(file) })
      }
      try await library.intake.revise(revision, as: principal, alongside: put)
    } catch let error as LibraryError where error.code == "asset_deleted" || error.code == "asset_not_found" {
      // A person deleted it here: that stands.
      try await library.intake.note(put, as: principal)
    }
  }

  private func put(_ row: SourceFile, _ replaced: RemoteID?) -> @Sendable (any Session) throws -> Void {
    let (hold, source) = (hold, source.id)
    return { session in
      try hold(session)
      let store = SourceFileStore(session, source)
      if let replaced { try store.delete([replaced]) }
      try store.put([row])
    }
  }

  /// What the asset shall say.
  private func written(_ row: SourceFile, _ category: CategoryID?) -> SourceFile.Written {
    var name = LibraryFileName.file(row.name)
    if source.rules.keeps == .links { name = LibraryFileName.file(row.name + Shortcut.suffix) }
    var fields = row.fields
    fields.keywords += source.rules.place.keywords.filter { !fields.keywords.contains($0) }
    return SourceFile.Written(fileName: name, category: category, fields: fields)
  }

  private func arrived(_ id: AssetID, _ content: BlobInfo, _ written: SourceFile.Written) -> ArrivedFile {
    var file = ArrivedFile(asset: id, content: content, fileName: written.fileName)
    file.title = written.fields.title
    file.description = written.fields.description
    file.altText = written.fields.altText
    file.keywords = written.fields.keywords
    file.rights = written.fields.rights
    file.creator = written.fields.creator
    file.attributes = written.fields.attributes
    if let category = written.category { file.categories = [category] }
    return file
  }
}
