import Blobs
import Connectors
import Core
import Foundation
import Identity
import Library
import Persistence

/// Performs one run of a publication: compares the collection with what is remembered, looks at the folder, sends and
/// removes.
///
/// Every file is written down before it is sent and after it came, each time committed; so whoever takes the publication
/// up after a kill finds out what a broken try came to, and goes on. A run that is begun again does nothing twice.
struct PublicationRun {
  let claim: PublicationClaim
  let desk: PublicationDesk
  let service: any FileService
  let services: SourceServices
  let library: Library
  let blobs: any BlobStore
  let principal: Principal
  /// How many files are sent at once.
  let concurrency: Int
  var counts = PublicationCounts()
  var rows: [ID<PublishedFile>: PublishedFile] = [:]
  var folder = PublishedFolder(at: .distantPast)
  private var seen: String?

  init(
    claim: PublicationClaim, desk: PublicationDesk, service: any FileService, services: SourceServices,
    library: Library, blobs: any BlobStore, principal: Principal, concurrency: Int
  ) {
    self.claim = claim
    self.desk = desk
    self.service = service
    self.services = services
    self.library = library
    self.blobs = blobs
    self.principal = principal
    self.concurrency = concurrency
    seen = claim.seen
  }

  var publication: Publication { claim.publication }
  var proof: ContentProof { ContentProof(service: service, services: services, blobs: blobs) }
  var sender: FileSender { FileSender(service: service, proof: proof, publication: publication) }

  /// Runs it to its end, or until something keeps it from going on: that is then written down.
  mutating func run() async throws {
    do {
      try await work()
    } catch PublicationError.lostLease {
      throw PublicationError.lostLease
    } catch is CancellationError {
      try? await desk.release(claim)
      throw CancellationError()
    } catch  where Task.isCancelled {
      try? await desk.release(claim)
      throw CancellationError()
    } catch {
      try await fail(error)
    }
  }

  private mutating func work() async throws {
    let now: String
    let files: [CollectedFile]
    do {
      now = try await library.collections.mark(of: publication.collection, as: principal)
      if claim.reason == .check, now == claim.seen { return try await desk.rest(claim, seen: now) }
      files = try await library.collections.files(
        in: publication.collection, of: publication.rules.sends.rendition, as: principal)
    } catch LibraryError.collectionNotFound {
      throw PublicationError.collectionGone(publication.name)
    }
    try await plan(files)
    if claim.reason != .due, !hasWork { return try await desk.rest(claim, seen: now) }
    guard service.abilities.writes else { throw PublicationError.cannotWrite(publication.name) }
    try await desk.begin(claim)
    try await look()
    try await sendAll()
    try await removeAll()
    seen = now
    try await desk.end(claim, counts, seen: seen, problem: nil, retryAt: nil)
  }

  private func fail(_ error: any Error) async throws {
    let action = ActionError(error)
    var retry: Date?
    if action.category.isTransient || action.category == .fault {
      var pause = 300.0
      if case .after(let asked) = action.retry { pause = max(pause, asked / .seconds(1)) }
      retry = desk.effects.now().addingTimeInterval(pause)
    }
    let problem = [action.message, action.advice].compactMap(\.self).joined(separator: " ")
    try await desk.end(claim, counts, seen: seen, problem: problem, retryAt: retry)
  }

  /// Brings what is remembered in line with the collection.
  private mutating func plan(_ files: [CollectedFile]) async throws {
    let id = publication.id
    let known = try await desk.store.read { try PublishedFileStore($0, id).all() }
    let plan = PublicationPlan(files, known: known, left: publication.rules.left) { desk.effects.id() }
    rows = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { one, _ in one })
    for forgotten in plan.forgotten { rows[forgotten] = nil }
    var changed = Dictionary(plan.changed.map { ($0.id, $0) }, uniquingKeysWith: { _, new in new })
    let pending = Set(files.filter { $0.isPending && $0.content == nil }.map(\.asset))
    let later = desk.effects.now().addingTimeInterval(Self.pictureWait)
    for var row in Array(rows.values) + changed.values where row.state == .unavailable {
      if let newer = changed[row.id] { row = newer }
      guard row.state == .unavailable else { continue }
      row.dueAt = pending.contains(row.asset) ? later : nil
      if changed[row.id] != nil || rows[row.id] != row { changed[row.id] = row }
    }
    rows.merge(changed) { _, new in new }
    if changed.isEmpty, plan.forgotten.isEmpty { return }
    let (written, forgotten) = (Array(changed.values), plan.forgotten)
    try await desk.commit(claim, counts) { session in
      let store = PublishedFileStore(session, id)
      try store.delete(forgotten)
      try store.put(written)
    }
  }

  /// In seconds: when a picture that isn't made yet is looked for again.
  private static let pictureWait = 30.0

  private var hasWork: Bool {
    let now = desk.effects.now()
    return rows.values.contains { row in
      row.sending != nil || (row.state == .waiting && row.dueAt ?? .distantPast <= now)
    }
  }

  /// Keeps rows as they are now.
  mutating func keep(_ changed: [PublishedFile], forgetting forgotten: [ID<PublishedFile>] = []) async throws {
    for row in changed { rows[row.id] = row }
    for id in forgotten { rows[id] = nil }
    if changed.isEmpty, forgotten.isEmpty { return }
    let id = publication.id
    try await desk.commit(claim, counts) { session in
      let store = PublishedFileStore(session, id)
      try store.delete(forgotten)
      try store.put(changed)
    }
  }

  /// Notes that a file failed.
  /// - Throws: the error itself when it isn't the file's fault, so that the run ends.
  func failed(_ row: PublishedFile, _ error: any Error) throws -> PublishedFile {
    var row = row
    row.tries += 1
    let action = ActionError(error)
    row.problem = [action.message, action.advice].compactMap(\.self).joined(separator: " ")
    switch RetryRule(after: error, tries: row.tries) {
    case .again(let seconds): row.dueAt = desk.effects.now().addingTimeInterval(seconds)
    case .park:
      row.state = .parked
      row.dueAt = nil
    case .stop: throw error
    }
    return row
  }
}
