import Connectors
import Core
import Foundation
import Library

/// Looks at the folder, and finds out what became of what was put there.
extension PublicationRun {
  /// In seconds: how old a look may be when something is sent by it.
  private static let lookLasts = 120.0

  /// Looks anew when the last look is old.
  mutating func lookAgainIfOld() async throws {
    if desk.effects.now().timeIntervalSince(folder.at) > Self.lookLasts { try await look() }
  }

  /// - Throws: ``PublicationError/folderGone(_:)``, or what the service throws.
  mutating func look() async throws {
    let place = publication.rules.folder
    do {
      folder = try await PublishedFolder(place.id, of: service, at: desk.effects.now())
    } catch let error as any CodedError where error.category == .notFound || error.category == .gone {
      throw PublicationError.folderGone(place.path)
    }
    for batch in rows.values.sorted(by: { $0.id.description < $1.id.description }).batches(of: 200) {
      try Task.checkCancellation()
      var changed: [PublishedFile] = []
      var forgotten: [ID<PublishedFile>] = []
      for old in batch {
        guard let row = try await looked(old) else {
          forgotten.append(old.id)
          continue
        }
        if row != old { changed.append(row) }
      }
      try await keep(changed, forgetting: forgotten)
    }
  }

  /// A row with what the folder shows of it.
  /// - Returns: `nil` for one that stands for nothing any more.
  private mutating func looked(_ old: PublishedFile) async throws -> PublishedFile? {
    var row = old
    do {
      if let sending = row.sending { row = try await resolved(row, sending) }
      return row.there == nil && !row.isCurrent ? nil : try await checked(row)
    } catch let error where error is CancellationError == false {
      counts.failed += 1
      return try failed(old, error)
    }
  }

  /// Finds out what a broken try came to.
  private mutating func resolved(_ old: PublishedFile, _ sending: CollectedFile.Content) async throws -> PublishedFile {
    var row = old
    let others = Set(rows.values.filter { $0.id != old.id }.compactMap { $0.there?.item })
    var candidates = row.name.map { folder.files(named: $0) } ?? []
    if let own = row.there.flatMap({ folder.items[$0.item] }), !candidates.contains(where: { $0.id == own.id }) {
      candidates.append(own)
    }
    row.sending = nil
    for item in candidates where !others.contains(item.id) {
      let isOwn = item.id == row.there?.item
      if isOwn, let mark = row.there?.mark, mark == item.publishedMark { continue }
      switch try await proof.compare(item, with: sending) {
      case .same:
        if row.there == nil { counts.sent += 1 } else { counts.replaced += 1 }
        counts.bytes += sending.size
        row.there = .init(item: item.id, mark: item.publishedMark, content: sending)
        row.puts += 1
        return settled(row)
      case .piece:
        row.there = .init(item: item.id, mark: item.publishedMark, content: nil)
        return settled(row)
      case .other: continue
      }
    }
    if row.there == nil { (row.name, row.namedFor) = (nil, nil) }
    return settled(row)
  }

  /// The state that follows from what is there; what was tried and failed stays counted.
  private func settled(_ old: PublishedFile) -> PublishedFile {
    var row = old
    if !row.isCurrent {
      if publication.rules.left == .keep, row.there?.content != nil { row.turn(.left) }
    } else if let content = row.wanted.content, row.there?.content?.hash == content.hash {
      row.turn(.sent)
    } else if row.state == .sent || row.state == .conflict {
      row.turn(.waiting)
    }
    return row
  }

  /// Compares what was put there with what is there.
  private mutating func checked(_ old: PublishedFile) async throws -> PublishedFile? {
    var row = old
    guard let there = row.there else { return row }
    let inside = folder.items[there.item]
    let found = if let inside { inside } else { try await elsewhere(there.item) }
    guard let found, found.kind == .file, inside != nil || row.isCurrent else {
      // What somebody took away or moved out isn't ours to remove any more; what belongs there is sent again.
      if !row.isCurrent { return nil }
      (row.there, row.name, row.namedFor, row.isForced) = (nil, nil, nil, false)
      return settled(row)
    }
    // What was left there is nothing to be compared any more; its mark stays, for when the asset comes back.
    if row.state == .left { return row }
    if row.isForced {
      row.there = .init(item: there.item, mark: found.publishedMark, content: nil)
      row.isForced = false
      return row
    }
    guard try await isOurs(found, there) else {
      if let content = row.wanted.content, row.isCurrent, try await proof.compare(found, with: content) == .same {
        row.there = .init(item: there.item, mark: found.publishedMark, content: content)
        return settled(row)
      }
      if row.state != .conflict {
        counts.conflicts += 1
        let what = row.isCurrent ? "It isn't overwritten" : "It isn't removed"
        row.turn(.conflict, problem: "Somebody changed \"\(found.name)\" there. \(what) before you say so.")
      }
      return row
    }
    row.there?.mark = found.publishedMark
    if row.state == .conflict { row = row.isCurrent ? settled(row) : waitingToGo(row) }
    return row
  }

  private func waitingToGo(_ old: PublishedFile) -> PublishedFile {
    var row = old
    row.turn(.waiting)
    return row
  }

  /// Whether a file is as this publication put it there.
  private func isOurs(_ found: RemoteItem, _ there: PublishedFile.There) async throws -> Bool {
    let mark = found.publishedMark
    if let mark, mark == there.mark { return true }
    guard let content = there.content else { return mark == there.mark }
    if mark == nil { return found.size == nil || found.size == content.size }
    // The service may count its own work on a file as a change: the bytes decide.
    return try await proof.compare(found, with: content) == .same
  }

  /// A file that somebody moved to another folder there, where the service can tell.
  private func elsewhere(_ id: String) async throws -> RemoteItem? {
    guard service.abilities.idsStay else { return nil }
    do {
      // What says that it is here, and isn't in the list, is in the service's trash.
      let here = folder.items.values.lazy.compactMap(\.parent).first ?? publication.rules.folder.id
      return try await service.item(id).flatMap { $0.parent == nil || $0.parent == here ? nil : $0 }
    } catch let error as ActionError where error.category == .invalid {
      return nil
    }
  }
}
