import Connectors
import Core
import Identity
import Library
import Persistence

/// Deals with files that are gone at the service, as the source says.
struct Settler: Sendable {
  let claim: SyncClaim
  let desk: SyncDesk
  let library: Library
  let principal: Principal

  /// Deals with the next files that are missing.
  /// - Throws: ``SourceError/tooManyGone(gone:of:)`` when more than half is gone at once, as when a disk isn't there; a
  ///   person has to say that this is right.
  func step(_ machine: SyncMachine, _ counts: inout SyncCounts) async throws -> SyncMachine.Event {
    let source = claim.source.id
    let lost = try await desk.store.read { session in try SourceFileStore(session, source).lost(limit: 200) }
    if lost.isEmpty { return .through }
    if claim.source.rules.vanished != .keep, !claim.acceptsGone, counts.gone == 0 { try await refuseLandslide() }
    let known = lost.filter { $0.kind == .file && $0.content != nil }
    let rest = lost.filter { $0.kind == .folder || $0.content == nil }.map(\.id)
    try await desk.commit(claim, machine, counts) { session in
      try SourceFileStore(session, source).delete(rest)
    }
    for file in known {
      counts.gone += 1
      try await settle(file, desk.hold(claim, machine, counts))
    }
    return .more
  }

  private func settle(_ file: SourceFile, _ hold: @escaping @Sendable (any Session) throws -> Void) async throws {
    var row = file
    row.state = .gone
    row.problem = nil
    let source = claim.source.id
    if claim.source.rules.vanished != .keep { row.written?.isMarked = true }
    let put: @Sendable (any Session) throws -> Void = { [row] session in
      try hold(session)
      try SourceFileStore(session, source).put([row])
    }
    guard let asset = file.asset else { return try await library.intake.note(put, as: principal) }
    do {
      switch claim.source.rules.vanished {
      case .keep: try await library.intake.note(put, as: principal)
      case .mark:
        var revision = AssetRevision(asset: asset)
        revision.addedKeywords = [SourceRules.vanishedKeyword]
        try await library.intake.revise(revision, as: principal, alongside: put)
      case .trash:
        try await library.assets.delete(asset, as: principal)
        try await library.intake.note(put, as: principal)
      }
    } catch let error as LibraryError where error.code == "asset_deleted" || error.code == "asset_not_found" {
      try await library.intake.note(put, as: principal)
    }
  }

  private func refuseLandslide() async throws {
    let source = claim.source.id
    let (gone, all) = try await desk.store.read { session in
      let gone = try session.count(
        """
        select count(*) as n from source_file where source = \(source) and state = 'missing' and content is not null
        """)
      if gone <= Self.fewEnough { return (gone, Int.max) }
      let all = try session.count(
        "select count(*) as n from source_file where source = \(source) and content is not null and state <> 'gone'")
      return (gone, all)
    }
    if gone > Self.fewEnough, gone > all / 2 { throw SourceError.tooManyGone(gone: gone, of: all) }
  }

  /// So few may go without anybody being asked.
  private static let fewEnough = 50
}
