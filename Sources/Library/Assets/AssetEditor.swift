import Core
import Foundation
import Identity
import Persistence

/// Applies changes to one asset in one transaction: the rows, the version, the history, the index and the events.
struct AssetEditor {
  private let session: any Session
  private let act: Act

  init(_ session: any Session, _ act: Act) {
    self.session = session
    self.act = act
  }

  /// - Parameter asset: as it is now; locked by the caller.
  /// - Returns: the asset afterwards. Without a real change nothing is written, and it is the same.
  func apply(_ changes: [AssetChange], to asset: Asset) throws -> Asset {
    try AuthorStore(session).note(act.by)
    var edit = AssetEdit(asset)
    for change in changes { try perform(change, &edit) }
    if edit.changes.isEmpty { return asset }
    let version = asset.record.version + 1
    try session.run(
      """
      update library_asset set version = \(version), modified_at = \(act.at), modified_by = \(act.by.person)
      where id = \(asset.id)
      """)
    let history = HistoryStore(session)
    try history.add(version, of: asset.id, changes: edit.changes, act)
    for entry in edit.history { try history.add(entry.type, to: asset.id, comment: entry.comment, act) }
    try SearchIndexStore(session).refresh([asset.id])
    let outbox = EventOutbox(session)
    for event in edit.events { try outbox.add(event.type, event.data, act) }
    return try AssetStore(session).asset(asset.id)
  }

  private func perform(_ change: AssetChange, _ edit: inout AssetEdit) throws {
    let id = edit.asset.id
    switch change {
    case .title(let title):
      guard edit.note("title", from: edit.asset.title, to: title) else { return }
      try set("title = \(title), title_key = \(TextFolding.key(title))", of: id)
    case .description(let text):
      guard edit.note("description", from: edit.asset.description, to: text) else { return }
      try set("description = \(text), description_key = \(TextFolding.key(text))", of: id)
    case .altText(let text):
      guard edit.note("altText", from: edit.asset.altText, to: text) else { return }
      try set("alt_text = \(text), alt_text_key = \(TextFolding.key(text))", of: id)
    case .fileName(let name):
      guard edit.note("fileName", from: edit.asset.original.fileName, to: name) else { return }
      let type = TextFolding.key(FileName.fileType(name))
      try set(
        "file_name = \(name), file_name_key = \(TextFolding.key(name)), file_type_key = \(type)", of: id)
    case .status(let status):
      guard edit.note(status) else { return }
      try set(Self.assignments(for: status, act), of: id)
    case .expiresAt(let date):
      guard edit.note("expiresAt", from: JSONValue(edit.asset.record.expiresAt), to: JSONValue(date)) else { return }
      try set("expires_at = \(date.sqlValue)", of: id)
    case .attribute(let attribute, let value):
      guard edit.note(attribute, to: value) else { return }
      try AssetLinkStore(session).set(value, for: attribute.id, of: id)
    case .categories(let categories):
      let store = CategoryStore(session)
      try store.requireAll(categories)
      try edit.note(categories: categories, named: { try store.names(of: [$0]).first?.name ?? "" })
      try AssetLinkStore(session).set(categories: categories, of: id)
    case .keywords(let words):
      let keywords = try KeywordStore(session).use(words, act)
      edit.note(keywords: keywords, old: try KeywordStore(session).keywords(of: id))
      try AssetLinkStore(session).set(keywords: keywords.map(\.id), of: id)
    }
  }

  private func set(_ assignments: Statement, of id: AssetID) throws {
    try session.run("update library_asset set \(assignments) where id = \(id)")
  }

  /// The status with the time at which it came about.
  private static func assignments(for status: AssetStatus, _ act: Act) -> Statement {
    switch status {
    case .approved: "status = \(status.rawValue), approved_at = \(act.at)"
    case .pending: "status = \(status.rawValue), pending_at = \(act.at)"
    case .rejected: "status = \(status.rawValue), rejected_at = \(act.at)"
    case .expired: "status = \(status.rawValue)"
    case .checkedOut: "status = \(status.rawValue), checked_out_at = \(act.at)"
    }
  }
}
