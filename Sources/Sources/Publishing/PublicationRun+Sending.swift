import Connectors
import Core
import Foundation
import Library

/// Sends and removes.
extension PublicationRun {
  /// Sends everything that waits and is due.
  mutating func sendAll() async throws {
    while true {
      try Task.checkCancellation()
      try await lookAgainIfOld()
      let now = desk.effects.now()
      let due = rows.values.filter { row in
        row.isCurrent && row.state == .waiting && row.sending == nil && row.wanted.content != nil
          && row.dueAt ?? .distantPast <= now
      }
      if due.isEmpty { return }
      let batch = due.sorted { ($0.wanted.fileName, $0.id.description) < ($1.wanted.fileName, $1.id.description) }
      try await send(Array(batch.prefix(concurrency * 4)))
    }
  }

  private mutating func send(_ batch: [PublishedFile]) async throws {
    var taken = Set(rows.values.compactMap { $0.name.map(PublishedName.key) })
    let noted = batch.map { old -> PublishedFile in
      var row = old
      row.sending = row.wanted.content
      guard row.there == nil else { return row }
      if let name = row.name { taken.remove(PublishedName.key(name)) }
      let name = PublishedName.distinct(row.wanted.fileName) { folder.has($0) || taken.contains($0) }
      taken.insert(PublishedName.key(name))
      (row.name, row.namedFor) = (name, row.wanted.fileName)
      return row
    }
    // What is about to be put there is known before it is.
    try await keep(noted)
    let (sender, concurrency) = (sender, concurrency)
    var broken: (any Error)?
    await withTaskGroup(of: (PublishedFile, FileSender.Outcome).self) { group in
      var waiting = ArraySlice(noted)
      for row in waiting.prefix(concurrency) { group.addTask { (row, await sender.send(row)) } }
      waiting = waiting.dropFirst(concurrency)
      while let (row, outcome) = await group.next() {
        do {
          try await take(row, outcome)
        } catch {
          broken = broken ?? error
        }
        if broken == nil, let row = waiting.popFirst() { group.addTask { (row, await sender.send(row)) } }
      }
    }
    if let broken { throw broken }
  }

  /// Keeps what came of sending a file.
  private mutating func take(_ old: PublishedFile, _ outcome: FileSender.Outcome) async throws {
    var row = old
    switch outcome {
    case .sent(let item):
      try await sent(row, item)
    case .changed:
      counts.conflicts += 1
      row.sending = nil
      row.turn(.conflict, problem: "Somebody changed it there. It isn't overwritten before you say so.")
      try await keep([row])
    case .gone:
      (row.sending, row.there, row.name, row.namedFor) = (nil, nil, nil, nil)
      try await keep([row])
    case .taken:
      folder.add(RemoteItem(id: "taken/" + (row.name ?? ""), name: row.name ?? "", kind: .file))
      (row.sending, row.name, row.namedFor) = (nil, nil, nil)
      try await keep([row])
    case .failed(let error):
      if error is CancellationError { throw error }
      counts.failed += 1
      // What the try left there is found out before the next.
      try await keep([try failed(row, error)])
    }
  }

  private mutating func sent(_ old: PublishedFile, _ item: RemoteItem) async throws {
    var row = old
    var changed: [PublishedFile] = []
    if let there = row.there, there.item != item.id {
      // The service keeps another file now; the one before is taken away when it is still as it was.
      var former = PublishedFile(id: desk.effects.id(), row.wanted)
      (former.isCurrent, former.there) = (false, there)
      changed.append(former)
    }
    if row.there == nil { counts.sent += 1 } else { counts.replaced += 1 }
    counts.bytes += row.sending?.size ?? 0
    row.there = .init(item: item.id, mark: item.publishedMark, content: row.sending)
    row.sending = nil
    row.puts += 1
    row.turn(.sent)
    folder.add(item)
    try await keep(changed + [row])
  }

  /// Removes what is there of assets that left the collection or have another name now.
  mutating func removeAll() async throws {
    let now = desk.effects.now()
    let unsent = Set(rows.values.filter { $0.isCurrent && $0.state == .waiting }.map(\.asset))
    for var row in rows.values where !row.isCurrent && row.state == .waiting && row.dueAt ?? .distantPast <= now {
      try Task.checkCancellation()
      // What takes its place is there first.
      if unsent.contains(row.asset) { continue }
      guard let there = row.there, folder.items[there.item] != nil else {
        try await keep([], forgetting: [row.id])
        continue
      }
      do {
        if try await sender.remove(there) {
          counts.removed += 1
          folder.remove(there.item)
          try await keep([], forgetting: [row.id])
        } else {
          counts.conflicts += 1
          row.turn(.conflict, problem: "Somebody changed it there. It isn't removed before you say so.")
          try await keep([row])
        }
      } catch let error as PublicationError {
        throw error
      } catch {
        if error is CancellationError { throw error }
        counts.failed += 1
        try await keep([try failed(row, error)])
      }
    }
  }
}
