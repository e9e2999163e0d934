import Connectors
import Core
import Foundation
import Library
import Persistence

/// Goes through a service for a preview: compares as a sync does, and writes nothing.
struct PreviewWalk {
  let service: any FileService
  let source: SourceID
  let rules: SourceRules
  let store: any Store
  let effects: Effects

  func walk() async throws -> SyncPreview {
    let end = effects.now().addingTimeInterval(60)
    let chosen = ChosenFolders(rules.folders)
    let isDeep = service.abilities.listsDeep
    var preview = SyncPreview()
    var seen: Set<RemoteID> = []
    var lost: [SourceFile] = []
    var found: [SourceFile] = []
    var open = chosen.all.map { ($0.id, $0.path) }
    while let (folder, path) = open.popLast() {
      var next: JSONValue?
      repeat {
        guard preview.counts.seen < SyncPreview.most, effects.now() < end else {
          preview.isCut = true
          return preview
        }
        let page = try await list(folder, path, next, isTop: chosen.chosen(folder) != nil)
        let items = page.items.map { item in
          let place = isDeep ? item.path.flatMap { chosen.place(ofServicePath: $0) } : nil
          return ListedItem(item: item, path: place ?? path.appending(item.name), parent: folder)
        }
        seen.formUnion(items.map(\.id))
        try await compare(items.filter { $0.item.kind == .file }, &preview, &found)
        if !isDeep { open += items.filter { $0.item.kind == .folder }.map { ($0.id, $0.path) } }
        next = page.next.flatMap { $0.isNull ? nil : .some($0) }
      } while next != nil
    }
    lost = try await unseen(seen)
    report(lost, found, &preview)
    return preview
  }

  private func list(_ folder: RemoteID, _ path: RemotePath, _ next: JSONValue?, isTop: Bool) async throws -> RemotePage
  {
    do {
      return try await service.list(folder.text, isDeep: service.abilities.listsDeep, next: next)
    } catch let error as ActionError where !isTop && !error.category.isTransient {
      return RemotePage(items: [], next: nil)
    }
  }

  private func compare(
    _ files: [ListedItem], _ preview: inout SyncPreview, _ found: inout [SourceFile]
  ) async throws {
    let source = source
    let comparison = Comparison(
      sieve: FileSieve(rules.filter, now: effects.now()), mapping: rules.mapping, keeps: rules.keeps, sync: 0)
    for batch in files.batches(of: 400) {
      let ids = batch.map(\.id)
      let known = try await store.read { try SourceFileStore($0, source).files(ids) }
      for file in batch {
        let verdict = comparison.verdict(
          file.item, at: file.path, parent: file.parent, known: known[file.id], newAsset: { effects.id() })
        preview.add(verdict, file.path)
        if verdict.kind == .added, let row = verdict.row { found.append(row) }
      }
    }
  }

  /// Files that are here and that the service didn't name.
  private func unseen(_ seen: Set<RemoteID>) async throws -> [SourceFile] {
    let source = source
    return try await store.read { session in
      var lost: [SourceFile] = []
      var after = ""
      while lost.count < SyncPreview.most {
        let page = try session.rows(
          """
          select * from source_file where source = \(source) and is_folder = 0 and content is not null
            and state <> 'gone' and remote > \(after) order by remote limit 1000
          """
        ).map(SourceFile.init)
        guard let last = page.last else { break }
        lost += page.filter { !seen.contains($0.id) }
        after = last.id.text
      }
      return lost
    }
  }

  /// What is gone here and new there with the same checksum has moved.
  private func report(_ lost: [SourceFile], _ found: [SourceFile], _ preview: inout SyncPreview) {
    var open: [[String: String]: [SourceFile]] = [:]
    if !service.abilities.idsStay {
      for file in found where !file.hashes.isEmpty { open[file.hashes, default: []].append(file) }
    }
    for file in lost {
      if let twin = open[file.hashes]?.popLast() {
        preview.counts.added -= 1
        preview.counts.moved += 1
        preview.examples.removeAll { $0.what == .new && RemotePath(text: $0.path) == twin.path }
        preview.add(.moved, twin.path, "from \(file.path.text)")
      } else {
        preview.add(.gone, file.path, nil)
      }
    }
  }
}
