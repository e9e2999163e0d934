import Connectors
import Core
import Persistence

/// Reads what a service says has changed, one page at a time.
struct ChangeReader: Sendable {
  let service: any FileService
  let desk: SyncDesk
  let claim: SyncClaim
  let ledger: FileLedger
  let chosen: ChosenFolders

  /// Reads the next page of the next cursor.
  func step(_ machine: SyncMachine, _ counts: inout SyncCounts) async throws -> SyncMachine.Event {
    let (source, number) = (claim.source.id, claim.number)
    let next = try await desk.store.read { session in try FrontierStore(session, source).cursor(unreadIn: number) }
    guard let (folder, cursor) = next else { return .through }
    let page: RemoteChanges
    do {
      page = try await service.changes(folder, since: cursor)
    } catch let error as ActionError where error.code == "cursor_expired" {
      return .expired
    }
    let changes = ChangeSet(page.changes)
    if let gone = changes.removed.compactMap({ chosen.chosen($0) }).first {
      throw SourceError.folderGone(gone.folder.path)
    }
    do {
      counts = try await enterFolders(changes.folders, machine, counts)
      let files = try await placed(changes.files)
      try await enter(changes, files, folder, page, machine, &counts)
    } catch is UnknownPlace {
      return .expired
    }
    return .more
  }

  /// Something is new, and only a list shows where it is.
  private struct UnknownPlace: Error {}

  /// Folders are entered first, those above before those below: the places of files follow from them.
  private func enterFolders(
    _ folders: [RemoteItem], _ machine: SyncMachine, _ counts: SyncCounts
  ) async throws -> SyncCounts {
    var open = folders
    var counts = counts
    while !open.isEmpty {
      let waiting = Set(open.map { RemoteID($0.id) })
      var ready = open.filter { item in
        item.path != nil || !(item.parent.map { waiting.contains(RemoteID($0)) } ?? false)
      }
      // Folders that are each in the other are nobody's; taken as they come.
      if ready.isEmpty { ready = open }
      let done = Set(ready.map { RemoteID($0.id) })
      open.removeAll { done.contains(RemoteID($0.id)) }
      let found = try await placed(ready)
      let (ledger, source, number, before) = (ledger, claim.source.id, claim.number, counts)
      counts = try await desk.commit(claim, machine, counts) { session in
        try SourceFileStore(session, source).lose(found.outside, before: number)
        let entered = try ledger.enter(found.inside, entersKnown: false, session)
        try FrontierStore(session, source).add(
          entered.folders.map {
            FrontierEntry(folder: $0.id, path: $0.path, depth: max(1, $0.path.steps.count), isDeep: false)
          })
        return before.adding(entered.counts)
      }
    }
    return counts
  }

  private func enter(
    _ changes: ChangeSet, _ files: Placed, _ folder: String, _ page: RemoteChanges, _ machine: SyncMachine,
    _ counts: inout SyncCounts
  ) async throws {
    let (ledger, source, number, chosen, before) = (ledger, claim.source.id, claim.number, chosen, counts)
    counts = try await desk.commit(claim, machine, counts) { session in
      let store = SourceFileStore(session, source)
      try store.lose(changes.removed + files.outside, before: number)
      for path in changes.removedPaths {
        if let place = chosen.place(ofServicePath: path) { try store.lose(try store.at(place), before: number) }
      }
      let entered = try ledger.enter(files.inside, entersKnown: false, session)
      try FrontierStore(session, source).advance(folder, to: page.cursor, readIn: page.hasMore ? nil : number)
      return before.adding(entered.counts)
    }
  }

  /// Things by whether they are in the source.
  struct Placed: Sendable {
    var inside: [ListedItem] = []
    var outside: [RemoteID] = []
  }

  /// Finds the places of things: by the service's path, by the folder they are in, or by asking for the folders above.
  private func placed(_ items: [RemoteItem]) async throws -> Placed {
    if items.isEmpty { return Placed() }
    let source = claim.source.id
    let parents = Array(Set(items.compactMap { $0.parent.map(RemoteID.init) }))
    let known = try await desk.store.read { session in
      try parents.batches(of: 400).flatMap { try SourceFileStore(session, source).files($0).values }
    }
    var folders: [RemoteID: RemotePath?] = [:]
    for folder in known where folder.kind == .folder && folder.state != .missing && folder.state != .gone {
      folders[folder.id] = folder.path
    }
    for top in chosen.all { folders[top.id] = top.path }
    if parents.contains(where: { folders[$0] == nil }) { try await nameTop(&folders) }
    var placed = Placed()
    var unplaced: [RemoteItem] = []
    for item in items where chosen.chosen(RemoteID(item.id)) == nil {
      if item.parent == nil, !service.abilities.tellsPlaces {
        unplaced.append(item)
        continue
      }
      if let path = item.path {
        if let place = chosen.place(ofServicePath: path) {
          let parent = item.parent.map(RemoteID.init)
          placed.inside.append(ListedItem(item: item, path: place, parent: parent))
          continue
        }
        placed.outside.append(RemoteID(item.id))
        continue
      }
      if let folder = try await place(of: item.parent, &folders) {
        placed.inside.append(
          ListedItem(item: item, path: folder.appending(item.name), parent: item.parent.map(RemoteID.init)))
      } else {
        placed.outside.append(RemoteID(item.id))
      }
    }
    placed.inside += try await whereTheyWere(unplaced)
    return placed
  }

  /// A source of everything may have chosen the top by no id, or by a word for it; what lies in it names it by its own.
  private func nameTop(_ folders: inout [RemoteID: RemotePath?]) async throws {
    let top = service.abilities.top
    guard let everything = chosen.all.first(where: { $0.folder.id.isEmpty || $0.folder.id == top }), !top.isEmpty else {
      return
    }
    folders[RemoteID(top)] = everything.path
    do {
      if let found = try await service.item(top) { folders[RemoteID(found.id)] = everything.path }
    } catch let error as ActionError where !error.category.isTransient {
      // The service can't be asked for it; then its own id is all there is.
    }
  }

  /// Of a service that doesn't tell where things are: what is known stays where it was seen; what is new lies at the top of
  /// a source of everything, if the service lists files there.
  /// - Throws: ``UnknownPlace`` for what is new elsewhere.
  private func whereTheyWere(_ items: [RemoteItem]) async throws -> [ListedItem] {
    if items.isEmpty { return [] }
    let source = claim.source.id
    let rows = try await desk.store.read { session in
      try items.batches(of: 400).flatMap { batch in
        try SourceFileStore(session, source).files(batch.map { RemoteID($0.id) }).values
      }
    }
    let there = rows.filter { $0.state != .missing && $0.state != .gone }
    let known = Dictionary(there.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let top = service.abilities.topListsFiles ? chosen.all.first { $0.servicePath.steps.isEmpty } : nil
    return try items.map { item in
      if let row = known[RemoteID(item.id)] {
        return ListedItem(item: item, path: row.path.folder.appending(item.name), parent: row.parent)
      }
      guard let top else { throw UnknownPlace() }
      return ListedItem(item: item, path: top.path.appending(item.name), parent: top.id)
    }
  }

  /// Goes up from a folder that isn't known until one is, or the top is reached.
  private func place(of parent: String?, _ folders: inout [RemoteID: RemotePath?]) async throws -> RemotePath? {
    var chain: [RemoteItem] = []
    var current = parent
    var place: RemotePath?
    while let id = current, chain.count < Self.deepest {
      if let known = folders[RemoteID(id)] {
        place = known
        break
      }
      guard let folder = try await service.item(id) else { break }
      chain.append(folder)
      current = folder.parent
    }
    for folder in chain.reversed() {
      place = place?.appending(folder.name)
      folders[RemoteID(folder.id)] = .some(place)
    }
    return place
  }

  private static let deepest = 64
}

/// What a page of changes comes to once it is read to its end: a thing that is named twice is what it was last.
struct ChangeSet: Sendable {
  private(set) var folders: [RemoteItem] = []
  private(set) var files: [RemoteItem] = []
  private(set) var removed: [RemoteID] = []
  private(set) var removedPaths: [String] = []

  init(_ changes: [RemoteChanges.Change]) {
    var last: [RemoteID: Int] = [:]
    var paths: [Int: String] = [:]
    for (index, change) in changes.enumerated() {
      switch change {
      case .present(let item): last[RemoteID(item.id)] = index
      case .removed(let id): last[RemoteID(id)] = index
      case .removedPath(let path):
        paths[index] = path.lowercased()
        removedPaths.append(path)
      }
    }
    for (index, change) in changes.enumerated() {
      switch change {
      case .present(let item) where last[RemoteID(item.id)] == index:
        let key = item.path.map { $0.lowercased() }
        let isRemovedLater = paths.contains { place, path in
          place > index && (key == path || key?.hasPrefix(path + "/") == true)
        }
        if isRemovedLater { continue }
        if item.kind == .folder { folders.append(item) } else { files.append(item) }
      case .removed(let id) where last[RemoteID(id)] == index: removed.append(RemoteID(id))
      default: continue
      }
    }
  }
}
