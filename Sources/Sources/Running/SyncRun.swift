import Blobs
import Connectors
import Core
import Foundation
import Identity
import Library
import Persistence

/// Performs the steps of one sync: the shell around ``SyncMachine``.
struct SyncRun {
  let claim: SyncClaim
  let desk: SyncDesk
  let service: any FileService
  let services: SourceServices
  let library: Library
  let blobs: any BlobStore
  let principal: Principal
  /// How many files are brought at once.
  let concurrency: Int
  private var machine: SyncMachine
  private var counts: SyncCounts
  private let chosen: ChosenFolders
  private var categories: CategoryKeeper

  init(
    claim: SyncClaim, desk: SyncDesk, service: any FileService, services: SourceServices, library: Library,
    blobs: any BlobStore, principal: Principal, concurrency: Int
  ) {
    self.claim = claim
    self.desk = desk
    self.service = service
    self.services = services
    self.library = library
    self.blobs = blobs
    self.principal = principal
    self.concurrency = concurrency
    machine = claim.machine
    counts = claim.counts
    chosen = ChosenFolders(claim.source.rules.folders)
    categories = CategoryKeeper(library: library, source: claim.source, principal: principal, store: desk.store)
  }

  /// Runs the sync to its end, or until something keeps it from going on: that is then written down.
  mutating func run() async throws {
    do {
      while machine.phase != .done {
        try Task.checkCancellation()
        let event = try await step()
        machine.take(event)
        // The phase is kept with the next step's commit; a step that is done twice changes nothing.
        if event != .more { try await desk.commit(claim, machine, counts) { _ in } }
      }
      try await desk.end(claim, machine, counts, problem: nil, retryAt: nil)
    } catch SourceError.lostLease {
      throw SourceError.lostLease
    } catch is CancellationError {
      try? await desk.release(claim)
      throw CancellationError()
    } catch {
      try await fail(error)
    }
  }

  private func fail(_ error: any Error) async throws {
    let action = ActionError(error)
    var retry: Date?
    if action.category.isTransient || action.category == .upstream || action.category == .fault {
      var pause = 300.0
      if case .after(let asked) = action.retry { pause = max(pause, asked / .seconds(1)) }
      retry = desk.effects.now().addingTimeInterval(pause)
    }
    if case SourceError.tooManyGone = error { retry = nil }
    let problem = [action.message, action.advice].compactMap(\.self).joined(separator: " ")
    try await desk.end(claim, machine, counts, problem: problem, retryAt: retry)
  }

  private mutating func step() async throws -> SyncMachine.Event {
    switch machine.phase {
    case .begin: try await begin()
    case .changes where isDueForAll: .expired
    case .changes:
      try await ChangeReader(service: service, desk: desk, claim: claim, ledger: ledger, chosen: chosen)
        .step(machine, &counts)
    case .list:
      try await FolderLister(service: service, desk: desk, claim: claim, ledger: ledger, chosen: chosen)
        .step(machine, &counts)
    case .pair: try await pair()
    case .fetch: try await fetch()
    case .settle:
      try await Settler(claim: claim, desk: desk, library: library, principal: principal).step(machine, &counts)
    case .done: .through
    }
  }

  /// Whether everything is to be listed although the service tells what changed: once in a while, where it doesn't tell
  /// what was taken away.
  private var isDueForAll: Bool { !service.abilities.tellsRemovals && claim.number % Self.syncsBetweenLists == 0 }

  private static let syncsBetweenLists = 7

  private var ledger: FileLedger {
    let rules = claim.source.rules
    return FileLedger(
      source: claim.source,
      comparison: Comparison(
        sieve: FileSieve(rules.filter, now: desk.effects.now()), mapping: rules.mapping, keeps: rules.keeps,
        sync: claim.number),
      foldersHaveVersions: service.abilities.foldersHaveVersions, effects: desk.effects)
  }

  private func begin() async throws -> SyncMachine.Event {
    guard machine.kind == .full else { return .begun }
    let (source, number, abilities) = (claim.source.id, claim.number, service.abilities)
    var cursors: [(folder: String, cursor: String)] = []
    if abilities.tellsChanges {
      // Before anything is listed, so that nothing falls in between.
      for top in abilities.cursorCoversAccount ? Array(chosen.all.prefix(1)) : chosen.all {
        cursors.append((top.folder.id, try await service.startCursor(top.folder.id)))
      }
    }
    let tops = chosen.all.map {
      FrontierEntry(folder: $0.id, path: $0.path, depth: 0, isDeep: abilities.listsDeep)
    }
    try await desk.commit(claim, machine, counts) { [cursors] session in
      let frontier = FrontierStore(session, source)
      try frontier.clear()
      try frontier.add(tops)
      try frontier.set(cursors, in: number)
      let anew = try session.run("update source_source set lists_anew = 0 where id = \(source) and lists_anew = 1")
      if anew > 0 {
        try session.run("update source_file set version = null where source = \(source) and is_folder = 1")
      }
    }
    return .begun
  }

  private func pair() async throws -> SyncMachine.Event {
    if service.abilities.idsStay { return .through }
    let source = claim.source.id
    let pairs = try await desk.store.read { session in try SourceFileStore(session, source).pairs(limit: 400) }
    if pairs.isEmpty { return .through }
    try await desk.commit(claim, machine, counts) { session in
      let store = SourceFileStore(session, source)
      try store.delete(pairs.map(\.lost.id))
      try store.put(pairs.map { $0.found.adopting($0.lost) })
    }
    return .more
  }
}

extension SyncRun {
  /// Does the next files that wait: brings their bytes, several at once, and writes what has come.
  private mutating func fetch() async throws -> SyncMachine.Event {
    let (source, now) = (claim.source.id, desk.effects.now())
    let due = try await desk.store.read { session in
      Self.batch(of: try SourceFileStore(session, source).due(at: now, limit: Self.batchFiles))
    }
    if due.isEmpty { return .through }
    for folder in due where folder.kind == .folder { try await follow(folder) }
    let files = due.filter { $0.kind == .file }
    let results = await fetched(files.filter { $0.state == .waiting })
    var new: [AssetWriter.Arrival] = []
    for file in files {
      do {
        let category = try await categories.category(of: file.path.folder)
        guard file.state == .waiting else {
          try await writer.update(file, content: nil, category: category)
          continue
        }
        guard let content = try results[file.id]?.get() else { continue }
        if file.content == nil {
          let arrival = AssetWriter.Arrival(file: file, content: content, category: category)
          if try await !adopt(arrival) { new.append(arrival) }
        } else {
          try await writer.update(file, content: content, category: category)
        }
        counts.brought += 1
        counts.bytes += content.size
      } catch {
        try await fail(file, error)
      }
    }
    try await add(new)
    return .more
  }

  private func fetched(_ files: [SourceFile]) async -> [RemoteID: Result<BlobInfo, any Error>] {
    let fetcher = fetcher
    return await withTaskGroup(of: (RemoteID, Result<BlobInfo, any Error>).self) { group in
      var results: [RemoteID: Result<BlobInfo, any Error>] = [:]
      var waiting = files[...]
      var running = 0
      while running > 0 || !waiting.isEmpty {
        while running < concurrency, let file = waiting.popFirst() {
          group.addTask { (file.id, await fetcher.result(of: file)) }
          running += 1
        }
        guard let (id, result) = await group.next() else { break }
        results[id] = result
        running -= 1
      }
      return results
    }
  }

  private var fetcher: FileFetcher {
    FileFetcher(
      service: service, services: services, blobs: blobs, effects: desk.effects, keeps: claim.source.rules.keeps)
  }

  private var writer: AssetWriter {
    let fetcher = fetcher
    return AssetWriter(
      library: library, principal: principal, source: claim.source, hold: desk.hold(claim, machine, counts),
      again: { try await fetcher.fetch($0) })
  }

  /// Makes assets of new files; when one of them can't be taken, each by itself.
  private mutating func add(_ arrivals: [AssetWriter.Arrival]) async throws {
    if arrivals.isEmpty { return }
    do {
      try await writer.add(arrivals)
    } catch SourceError.lostLease {
      throw SourceError.lostLease
    } catch  where arrivals.count > 1 {
      for arrival in arrivals { try await add([arrival]) }
    } catch {
      try await fail(arrivals[0].file, error)
    }
  }

  /// Takes the asset of a file that is gone and had the same content: this is that file, elsewhere.
  private mutating func adopt(_ arrival: AssetWriter.Arrival) async throws -> Bool {
    if service.abilities.idsStay { return false }
    let (source, name, hash) = (claim.source.id, arrival.file.name, arrival.content.hash)
    let lost = try await desk.store.read { session in
      try SourceFileStore(session, source).lost(with: hash, name: name)
    }
    guard let lost, lost.asset != nil else { return false }
    try await writer.update(
      arrival.file.adopting(lost), content: nil, category: arrival.category, replaced: lost.id)
    counts.moved += 1
    counts.added -= 1
    return true
  }

  private mutating func follow(_ folder: SourceFile) async throws {
    do {
      try await categories.follow(folder.path)
    } catch let error as LibraryError {
      // The tree can't take it; the files go on where they are.
      counts.failed += 1
      _ = error
    }
    var row = folder
    row.state = .held
    let source = claim.source.id
    try await desk.commit(claim, machine, counts) { [row] session in
      try SourceFileStore(session, source).put([row])
    }
  }

  private mutating func fail(_ file: SourceFile, _ error: any Error) async throws {
    var row = file
    row.tries += 1
    switch RetryRule(after: error, tries: row.tries) {
    case .stop: throw error
    case .park: (row.state, row.dueAt) = (.parked, nil)
    case .again(let pause): row.dueAt = desk.effects.now().addingTimeInterval(pause)
    }
    row.problem = ActionError(error).message
    counts.failed += 1
    let source = claim.source.id
    try await desk.commit(claim, machine, counts) { [row] session in
      try SourceFileStore(session, source).put([row])
    }
  }

  /// As many as are brought before they are written together: what a kill costs is their bytes.
  private static func batch(of due: [SourceFile]) -> [SourceFile] {
    var left = batchBytes
    return due.prefix { file in
      defer { left -= file.size ?? unknownSize }
      return left > 0
    }.map(\.self)
  }

  private static let batchFiles = 256
  private static let batchBytes: Int64 = 256 << 20
  /// What a file of unknown size counts for.
  private static let unknownSize: Int64 = 4 << 20
}

extension SourceFile {
  /// The same file under another id: its asset and what was written to it.
  func adopting(_ lost: SourceFile) -> SourceFile {
    var row = self
    (row.asset, row.content, row.written, row.state) = (lost.asset, lost.content, lost.written, .edit)
    (row.tries, row.dueAt, row.problem) = (0, nil, nil)
    return row
  }
}
