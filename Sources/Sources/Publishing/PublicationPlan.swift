import Core
import Library

/// What a collection, and what is remembered of it, comes down to: which files are to be sent, removed or left. Pure.
struct PublicationPlan: Sendable {
  /// Rows that are new or changed.
  private(set) var changed: [PublishedFile] = []
  /// Rows that stand for nothing any more.
  private(set) var forgotten: [ID<PublishedFile>] = []

  /// - Parameters:
  ///   - files: of the collection.
  ///   - known: every row of the publication.
  ///   - left: what becomes of files whose asset left.
  init(
    _ files: [CollectedFile], known: [PublishedFile], left: PublicationRules.Left,
    newID: () -> ID<PublishedFile>
  ) {
    let current = Dictionary(
      known.filter(\.isCurrent).map { ($0.asset, $0) }, uniquingKeysWith: { one, _ in one })
    let former = Dictionary(grouping: known.filter { !$0.isCurrent }, by: \.asset)
    let wanted = Set(files.map(\.asset))
    for file in files {
      if let row = current[file.asset] {
        keep(row, file, newID)
      } else if var row = former[file.asset]?.first(where: { Self.isNamed($0, for: file) }) {
        row.isCurrent = true
        row.turn(.sent)
        note(row, Self.turned(row, file))
      } else {
        changed.append(Self.turned(PublishedFile(id: newID(), file), file))
      }
    }
    for row in known where row.isCurrent && !wanted.contains(row.asset) { leave(row, left) }
  }

  private mutating func keep(_ row: PublishedFile, _ file: CollectedFile, _ newID: () -> ID<PublishedFile>) {
    // What a broken try came to is found out first; and what somebody changed there isn't touched.
    guard row.sending == nil, row.state != .conflict, row.there != nil, !Self.isNamed(row, for: file),
      file.content != nil
    else { return note(row, Self.turned(row, file)) }
    var old = row
    old.isCurrent = false
    old.turn(.waiting)
    changed.append(old)
    changed.append(Self.turned(PublishedFile(id: newID(), file), file))
  }

  private mutating func leave(_ row: PublishedFile, _ left: PublicationRules.Left) {
    if row.there == nil, row.sending == nil { return forgotten.append(row.id) }
    var row = row
    row.isCurrent = false
    if row.state != .conflict || left == .keep { row.turn(left == .keep && row.sending == nil ? .left : .waiting) }
    changed.append(row)
  }

  private mutating func note(_ old: PublishedFile, _ new: PublishedFile) {
    if old != new { changed.append(new) }
  }

  /// A row with what the library has now.
  private static func turned(_ row: PublishedFile, _ file: CollectedFile) -> PublishedFile {
    var row = row
    let isOther = row.wanted.content?.hash != file.content?.hash
    row.wanted = CollectedFile(asset: file.asset, fileName: file.fileName, content: file.content)
    guard let content = file.content else {
      if row.there == nil, row.sending == nil {
        let why = file.isPending ? "Its picture isn't made yet." : "There is no such picture of it."
        if row.state != .unavailable || row.problem != why { row.turn(.unavailable, problem: why) }
      }
      return row
    }
    guard row.sending == nil, row.state != .conflict else { return row }
    let isThere = row.there?.content?.hash == content.hash
    if isThere, row.state != .sent { row.turn(.sent) }
    if !isThere, row.state == .sent || row.state == .unavailable || isOther { row.turn(.waiting) }
    return row
  }

  /// Whether the name that a row has there fits what the library calls the file now.
  private static func isNamed(_ row: PublishedFile, for file: CollectedFile) -> Bool {
    guard let name = row.namedFor else { return row.there == nil }
    return PublishedName.key(name) == PublishedName.key(file.fileName)
  }
}
