import Connectors
import Core
import Library
import Persistence

/// Enters what a service named into what is known, in one transaction.
struct FileLedger: Sendable {
  let source: Source
  let comparison: Comparison
  /// Folders whose version is as it was needn't be listed.
  let foldersHaveVersions: Bool
  let effects: Effects

  /// What entering came to.
  struct Entered: Sendable {
    var counts = SyncCounts()
    /// Folders whose content isn't known, or may be another.
    var folders: [ListedItem] = []
  }

  /// - Parameters:
  ///   - items: of one page; a thing that is named twice counts as it is named last.
  ///   - entersKnown: whether folders that are known are listed too.
  func enter(_ items: [ListedItem], entersKnown: Bool, _ session: any Session) throws -> Entered {
    var entered = Entered()
    var last: [RemoteID: Int] = [:]
    for (index, item) in items.enumerated() { last[item.id] = index }
    let distinct = items.enumerated().filter { last[$0.element.id] == $0.offset }.map(\.element)
    // Folders first: what is below one that moved is where the service says it is.
    let folders = distinct.filter { $0.item.kind == .folder }
    let files = distinct.filter { $0.item.kind == .file }
    for batch in folders.batches(of: Self.batch) { try enter(folders: batch, entersKnown, &entered, session) }
    for batch in files.batches(of: Self.batch) { try enter(files: batch, &entered, session) }
    return entered
  }

  private func enter(files: [ListedItem], _ entered: inout Entered, _ session: any Session) throws {
    let store = SourceFileStore(session, source.id)
    let known = try store.files(files.map(\.id))
    var rows: [SourceFile] = []
    var same: [RemoteID] = []
    for file in files {
      let verdict = comparison.verdict(
        file.item, at: file.path, parent: file.parent, known: known[file.id], newAsset: { effects.id() })
      entered.counts.add(verdict.kind)
      if let row = verdict.row { rows.append(row) } else { same.append(file.id) }
    }
    try store.put(rows)
    try store.see(same, in: comparison.sync)
  }

  private func enter(
    folders: [ListedItem], _ entersKnown: Bool, _ entered: inout Entered, _ session: any Session
  ) throws {
    let store = SourceFileStore(session, source.id)
    for folder in folders {
      entered.counts.seen += 1
      let known = try store.files([folder.id])[folder.id]
      var row = known ?? SourceFile(folder.item, at: folder.path, parent: folder.parent, state: .held, seen: 0)
      let isThere = known.map { $0.state != .missing && $0.state != .gone } ?? false
      if let old = known?.path, old != folder.path {
        try store.move(from: old, to: folder.path)
        try FrontierStore(session, source.id).move(from: old, to: folder.path)
        if isThere { entered.counts.moved += 1 }
        row.state = .edit
      } else if !isThere {
        row.state = .held
      }
      let isSame =
        foldersHaveVersions && isThere && row.version != nil && row.version == folder.item.version
      (row.path, row.parent, row.name, row.seen) =
        (folder.path, folder.parent, StoredName.of(folder.item), comparison.sync)
      // Noted once all of it has been put on the list: the list outlives a kill.
      row.describe(folder.item)
      try store.put([row])
      if !isThere || (entersKnown && !isSame) { entered.folders.append(folder) }
    }
  }

  /// Looked up and written at once.
  private static let batch = 400
}

extension Array {
  /// The elements in order, at most so many together.
  func batches(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
