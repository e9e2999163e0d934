package import Connectors
import Core
package import Library

/// Compares what a service says of a file with what is known of it: pure.
package struct Comparison: Sendable {
  package let sieve: FileSieve
  package let mapping: FieldMapping
  package let keeps: SourceRules.Keeps
  /// The number of the sync.
  package let sync: Int

  package init(sieve: FileSieve, mapping: FieldMapping, keeps: SourceRules.Keeps, sync: Int) {
    self.sieve = sieve
    self.mapping = mapping
    self.keeps = keeps
    self.sync = sync
  }

  /// What a look at one file came to.
  package struct Verdict: Sendable, Hashable {
    package let kind: Kind
    /// What to write; `nil` when only the mark that it was seen is to be renewed.
    package let row: SourceFile?
    /// Where it was before, when it moved.
    package var from: RemotePath?
  }

  package enum Kind: Sendable, Hashable {
    case unchanged
    case added
    case changed
    case moved
    /// Only its fields are others.
    case edited
    case skipped(SourceFilter.Refusal)
  }

  /// - Parameters:
  ///   - known: as the source knew it until now.
  ///   - newAsset: chooses the asset that a new file will be.
  package func verdict(
    _ item: RemoteItem, at path: RemotePath, parent: RemoteID?, known: SourceFile?, newAsset: () -> AssetID
  ) -> Verdict {
    let refusal = sieve.refusal(of: item, path: path)
    guard var row = known else {
      var row = SourceFile(item, at: path, parent: parent, state: .waiting, seen: sync)
      row.fields = mapping.fields(of: item.fields)
      if let refusal { return skipped(row, refusal) }
      row.asset = newAsset()
      return Verdict(kind: .added, row: row)
    }
    let fields = mapping.fields(of: item.fields)
    let hasMoved = row.path != path || RemoteID(row.name) != RemoteID(item.name)
    let differs = keeps == .originals ? contentDiffers(row, item) : row.page != item.page
    let isSameState = [.waiting, .edit, .held, .parked, .skipped].contains(row.state)
    let isSame = isSameState && !hasMoved && !differs && fields == row.fields && isDescribed(row, as: item)
    (row.path, row.parent, row.name, row.seen, row.fields) = (path, parent, StoredName.of(item), sync, fields)
    row.describe(item)
    if row.content == nil {
      row.asset = row.asset ?? newAsset()
      return unbrought(row, refusal, isSame: isSame, differs: differs)
    }
    if isSame, row.state != .skipped { return Verdict(kind: .unchanged, row: nil) }
    if differs { (row.state, row.tries, row.dueAt, row.problem) = (.waiting, 0, nil, nil) }
    let wasLost = known?.state == .missing || known?.state == .gone
    if !differs, hasMoved || wasLost || fields != known?.fields, row.state != .waiting {
      (row.state, row.tries, row.dueAt, row.problem) = (.edit, 0, nil, nil)
    }
    let kind: Kind =
      differs ? .changed : hasMoved || wasLost ? .moved : fields != known?.fields ? .edited : .unchanged
    return Verdict(kind: kind, row: row, from: hasMoved ? known?.path : nil)
  }

  /// A file that never came into the library.
  private func unbrought(
    _ row: SourceFile, _ refusal: SourceFilter.Refusal?, isSame: Bool, differs: Bool
  ) -> Verdict {
    var row = row
    if let refusal {
      if isSame, row.state == .skipped, row.problem == refusal.rawValue {
        return Verdict(kind: .skipped(refusal), row: nil)
      }
      return skipped(row, refusal)
    }
    if isSame, row.state != .skipped { return Verdict(kind: .unchanged, row: nil) }
    let waits = row.state == .waiting || (row.state == .parked && !differs)
    if !waits || differs { (row.tries, row.dueAt, row.problem) = (0, nil, nil) }
    if row.state != .parked || differs { row.state = .waiting }
    return Verdict(kind: waits ? .unchanged : .added, row: row)
  }

  private func skipped(_ row: SourceFile, _ refusal: SourceFilter.Refusal) -> Verdict {
    var row = row
    (row.state, row.problem, row.tries, row.dueAt) = (.skipped, refusal.rawValue, 0, nil)
    return Verdict(kind: .skipped(refusal), row: row)
  }

  /// Whether the bytes are others: by checksums where both sides have some of the same kind, else by the version, else
  /// by size and date.
  private func contentDiffers(_ row: SourceFile, _ item: RemoteItem) -> Bool {
    let shared = row.hashes.keys.filter { item.hashes[$0] != nil }
    if !shared.isEmpty { return shared.contains { row.hashes[$0] != item.hashes[$0] } }
    if let old = row.size, let new = item.size, old != new { return true }
    if let old = row.version, let new = item.version { return old != new }
    guard let old = row.modifiedAt, let new = item.modifiedAt else { return false }
    return old.milliseconds != new.milliseconds
  }

  private func isDescribed(_ row: SourceFile, as item: RemoteItem) -> Bool {
    row.size == item.size && row.version == item.version && row.hashes == item.hashes && row.mime == item.mime
      && row.page == item.page && (row.content != nil || row.lead == item.lead)
      && row.modifiedAt?.milliseconds == item.modifiedAt?.milliseconds
  }
}
