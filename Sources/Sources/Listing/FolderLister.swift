import Connectors
import Core
import Persistence

/// Lists folders, one page at a time.
struct FolderLister: Sendable {
  let service: any FileService
  let desk: SyncDesk
  let claim: SyncClaim
  let ledger: FileLedger
  let chosen: ChosenFolders

  /// Lists the next page of the next folder on the list.
  /// - Throws: ``SourceError/folderGone(_:)`` when a chosen folder isn't there; what the service says when it is away.
  func step(_ machine: SyncMachine, _ counts: inout SyncCounts) async throws -> SyncMachine.Event {
    let source = claim.source.id
    let next = try await desk.store.read { session in try FrontierStore(session, source).next() }
    guard let (entry, page) = next else { return .through }
    do {
      let found = try await service.list(entry.folder.text, isDeep: entry.isDeep, next: page)
      try await enter(found, entry, machine, &counts)
    } catch let error as ActionError {
      try await handle(error, entry, hadPage: page != nil, machine, &counts)
    }
    return .more
  }

  private func enter(
    _ page: RemotePage, _ entry: FrontierEntry, _ machine: SyncMachine, _ counts: inout SyncCounts
  ) async throws {
    let known = entry.isDeep ? try await paths(of: page.items, below: entry) : [:]
    let items = page.items.map { item in
      let path = known[RemoteID(item.id)] ?? entry.path.appending(item.name)
      return ListedItem(item: item, path: path, parent: item.parent.map(RemoteID.init) ?? entry.folder)
    }.map { listed in
      // A service's word for a parent isn't always the id by which the folder is listed.
      entry.isDeep ? listed : ListedItem(item: listed.item, path: listed.path, parent: entry.folder)
    }
    let (ledger, source, number) = (ledger, claim.source.id, claim.number)
    let before = counts
    counts = try await desk.commit(claim, machine, counts) { session in
      let frontier = FrontierStore(session, source)
      let entered = try ledger.enter(items, entersKnown: true, session)
      if !entry.isDeep {
        try frontier.add(
          entered.folders.map {
            FrontierEntry(folder: $0.id, path: $0.path, depth: entry.depth + 1, isDeep: false)
          })
      }
      if let next = page.next, !next.isNull {
        try frontier.turn(entry, to: next)
      } else {
        try Self.close(entry, number, session, source)
      }
      return before.adding(entered.counts)
    }
  }

  /// What the folder no longer holds is missing.
  private static func close(
    _ entry: FrontierEntry, _ number: Int, _ session: any Session, _ source: SourceID
  ) throws {
    let files = SourceFileStore(session, source)
    if entry.isDeep {
      try files.lose(below: entry.path, before: number)
    } else {
      try files.loseUnseen(in: entry.folder, before: number)
    }
    try FrontierStore(session, source).remove(entry)
  }

  /// A folder that vanished while it was listed holds nothing; one that may not be read is passed over.
  private func handle(
    _ error: ActionError, _ entry: FrontierEntry, hadPage: Bool, _ machine: SyncMachine, _ counts: inout SyncCounts
  ) async throws {
    if error.category.isTransient || error.code.hasPrefix("connection_") { throw error }
    let (source, number) = (claim.source.id, claim.number)
    let isGone = error.category == .notFound || error.category == .gone
    if isGone, !hadPage || entry.depth > 0 {
      if entry.depth == 0 { throw SourceError.folderGone(chosen.chosen(entry.folder)?.folder.path ?? entry.path.text) }
      try await desk.commit(claim, machine, counts) { session in
        try Self.close(entry, number, session, source)
      }
      return
    }
    if hadPage {
      // The service's own place in the list may have lapsed: once more from the start.
      try await desk.commit(claim, machine, counts) { session in
        try FrontierStore(session, source).turn(entry, to: nil)
      }
      return
    }
    guard entry.depth > 0 else { throw error }
    counts.failed += 1
    try await desk.commit(claim, machine, counts) { session in
      let files = SourceFileStore(session, source)
      try files.forgetVersions(ChosenFolders.ancestors(of: entry.path))
      if var row = try files.files([entry.folder])[entry.folder] {
        row.problem = error.message
        try files.put([row])
      }
      try FrontierStore(session, source).remove(entry)
    }
  }

  /// The places of what a deep listing names: by the service's path, else by its folder.
  private func paths(of items: [RemoteItem], below entry: FrontierEntry) async throws -> [RemoteID: RemotePath] {
    var paths: [RemoteID: RemotePath] = [:]
    for item in items {
      if let path = item.path, let place = chosen.place(ofServicePath: path) { paths[RemoteID(item.id)] = place }
    }
    let open = items.filter { paths[RemoteID($0.id)] == nil }
    if open.isEmpty { return paths }
    let parents = Array(Set(open.compactMap { $0.parent.map(RemoteID.init) }))
    let source = claim.source.id
    let known = try await desk.store.read { session in
      try parents.batches(of: 400).flatMap { try SourceFileStore(session, source).files($0).values }
    }
    // What an earlier sync saw may be elsewhere by now.
    let current = known.filter { $0.seen == claim.number }.map { ($0.id, $0.path) }
    var folders = Dictionary(current, uniquingKeysWith: { first, _ in first })
    folders[entry.folder] = entry.path
    // Folders of the page may stand behind what they hold.
    for _ in 0..<items.count {
      var isMore = false
      for item in open where paths[RemoteID(item.id)] == nil {
        guard let parent = item.parent.map(RemoteID.init), let folder = folders[parent] else { continue }
        let path = folder.appending(item.name)
        paths[RemoteID(item.id)] = path
        if item.kind == .folder {
          folders[RemoteID(item.id)] = path
          isMore = true
        }
      }
      if !isMore { break }
    }
    for item in open where paths[RemoteID(item.id)] == nil {
      if let folder = try await place(of: item.parent, &folders) {
        paths[RemoteID(item.id)] = folder.appending(item.name)
      }
    }
    return paths
  }

  /// Goes up from a folder that no page has named yet.
  private func place(of parent: String?, _ folders: inout [RemoteID: RemotePath]) async throws -> RemotePath? {
    var chain: [RemoteItem] = []
    var current = parent
    while let id = current, folders[RemoteID(id)] == nil, chain.count < 64 {
      guard let folder = try await service.item(id) else { return nil }
      chain.append(folder)
      current = folder.parent
    }
    guard var place = current.flatMap({ folders[RemoteID($0)] }) else { return nil }
    for folder in chain.reversed() {
      place = place.appending(folder.name)
      folders[RemoteID(folder.id)] = place
    }
    return place
  }
}

extension SyncCounts {
  func adding(_ other: SyncCounts) -> SyncCounts {
    var sum = self
    sum.seen += other.seen
    sum.added += other.added
    sum.changed += other.changed
    sum.moved += other.moved
    sum.edited += other.edited
    sum.unchanged += other.unchanged
    sum.skipped += other.skipped
    sum.gone += other.gone
    sum.brought += other.brought
    sum.bytes += other.bytes
    sum.failed += other.failed
    return sum
  }
}
