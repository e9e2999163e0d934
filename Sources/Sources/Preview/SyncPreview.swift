import Core
import Foundation
package import Identity
import Persistence

/// What a sync would do.
package struct SyncPreview: Sendable, Hashable {
  package var counts = SyncCounts()
  /// The first of each kind.
  package var examples: [Example] = []
  /// Whether the look was ended early; then the counts are of what was seen until then.
  package var isCut = false

  /// A file and what would be done.
  package struct Example: Sendable, Hashable {
    package let what: What
    package let path: String
    /// Where it was before, or why it is left out.
    package let note: String?
  }

  /// What would be done with a file.
  package enum What: String, Sendable, CaseIterable {
    case new
    case changed
    case moved
    case gone
    case skipped
  }

  /// In files; of each kind.
  static let mostExamples = 100
  /// Things looked at, at most.
  static let most = 50_000

  mutating func add(_ verdict: Comparison.Verdict, _ path: RemotePath) {
    counts.add(verdict.kind)
    switch verdict.kind {
    case .added: add(.new, path, nil)
    case .changed: add(.changed, path, nil)
    case .moved: add(.moved, path, verdict.from.map { "from \($0.text)" })
    case .skipped(let refusal): add(.skipped, path, refusal.phrase)
    case .unchanged, .edited: break
    }
  }

  mutating func add(_ what: What, _ path: RemotePath, _ note: String?) {
    if what == .gone { counts.gone += 1 }
    guard examples.count(where: { $0.what == what }) < Self.mostExamples else { return }
    examples.append(Example(what: what, path: path.text, note: note))
  }
}

extension SourceRoom {
  /// Looks at the service and says what a sync would do, without doing it.
  ///
  /// Everything is listed, also where the service could tell what changed; what takes longer than a minute or names more
  /// than 50,000 things is ended early.
  /// - Parameter rules: as they would be; as they are when left out.
  package func preview(_ id: SourceID, rules: SourceRules? = nil, as principal: Principal) async throws -> SyncPreview {
    let source = try await read(id, as: principal)
    try await services.requireUse(of: source.origin, source.team, as: principal)
    return try await PreviewWalk(
      service: services.files(source.origin, source.team), source: source.id, rules: rules ?? source.rules,
      store: store, effects: effects
    ).walk()
  }

  /// The same for a source that isn't made yet.
  package func preview(
    _ origin: SourceOrigin, _ rules: SourceRules, team: TeamID, as principal: Principal
  ) async throws -> SyncPreview {
    try Access.require(.connectSource, on: .team(team), as: principal)
    try await services.requireUse(of: origin, team, as: principal)
    return try await PreviewWalk(
      service: services.files(origin, team), source: effects.id(), rules: rules, store: store, effects: effects
    ).walk()
  }
}
