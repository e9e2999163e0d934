import Connectors
import Core
import Foundation
package import Identity
import Library
import Persistence

extension SourceRoom {
  /// The sources of the teams whose connections `principal` may see, by name.
  package func list(team: TeamID? = nil, as principal: Principal) async throws -> [Source] {
    if let team { try Access.require(.viewConnections, on: .team(team), as: principal) }
    let teams = (team.map { [$0] } ?? Array(principal.teams.keys)).filter {
      Access.allows(.viewConnections, on: .team($0), as: principal)
    }
    return try await store.read { try SourceStore($0).all(of: teams.map(\.description)) }
  }

  /// - Throws: ``SourceError/notFound`` also when `principal` may not know of it.
  package func read(_ id: SourceID, as principal: Principal) async throws -> Source {
    let source = try await store.read { try SourceStore($0).source(id) }
    guard Access.allows(.viewConnections, on: .team(source.team), as: principal) else { throw SourceError.notFound }
    return source
  }

  /// The source that somebody means by a name or an id.
  /// - Throws: ``SourceError/notFound``.
  package func named(_ reference: String, as principal: Principal) async throws -> Source {
    if let id = SourceID(reference) { return try await read(id, as: principal) }
    let found = try await list(as: principal).first { $0.name.lowercased() == reference.lowercased() }
    guard let found else { throw SourceError.notFound }
    return found
  }

  /// Makes a source; it is synced at once unless it is synced by hand alone or switched off.
  package func create(in team: TeamID, _ form: SourceForm, as principal: Principal) async throws -> Source {
    try Access.require(.connectSource, on: .team(team), as: principal)
    guard let origin = form.origin else { throw SourceError.invalidField("connection", reason: "it is missing") }
    guard var rules = form.rules else { throw SourceError.invalidField("folders", reason: "choose at least one") }
    if form.leavesMapping { rules.mapping = try await suggestedMapping(origin, team: team, as: principal) }
    let now = effects.now()
    let isActive = form.isActive ?? true
    let source = Source(
      id: effects.id(), team: team, name: try Self.name(form.name ?? ""), origin: origin, rules: rules,
      isActive: isActive, owner: principal.person, createdAt: now, changedAt: now,
      dueAt: rules.schedule == .byHand || !isActive ? nil : now, last: nil)
    try await check(source, as: principal)
    let subscribe = try await subscribing(source)
    try await naming(source.name) { session in
      try SourceStore(session).insert(source)
      try subscribe(session)
      try session.notify(SourceService.channel)
    }
    return try await read(source.id, as: principal)
  }

  /// How a service's own captions, rights and keywords come into the library, as its connector says: what a new source
  /// begins with. Empty for a service that says nothing about files.
  package func suggestedMapping(
    _ origin: SourceOrigin, team: TeamID, as principal: Principal
  ) async throws -> FieldMapping {
    try Access.require(.connectSource, on: .team(team), as: principal)
    do {
      return FieldMapping(try await services.files(origin, team).fields)
    } catch is ActionError {
      return FieldMapping()
    }
  }

  /// Changes a source; from now on it works on behalf of the one who changed it. When other files are meant than before,
  /// everything is listed anew; what is known stays known.
  package func update(_ id: SourceID, _ form: SourceForm, as principal: Principal) async throws -> Source {
    let old = try await forChange(id, .editServiceSettings, as: principal)
    var rules = form.rules ?? old.rules
    if form.leavesMapping { rules.mapping = old.rules.mapping }
    let now = effects.now()
    let isActive = form.isActive ?? old.isActive
    var due = old.dueAt
    if rules.schedule != old.rules.schedule || isActive != old.isActive || rules != old.rules {
      due = isActive && rules.schedule != .byHand ? now : nil
    }
    let source = Source(
      id: id, team: old.team, name: try form.name.map(Self.name) ?? old.name, origin: form.origin ?? old.origin,
      rules: rules, isActive: isActive, owner: principal.person, createdAt: old.createdAt, changedAt: now, dueAt: due,
      last: nil)
    try await check(source, as: principal)
    let listsAnew = source.origin != old.origin || Self.isAnew(rules, old.rules)
    let subscribe = try await subscribing(source)
    try await naming(source.name) { session in
      try SourceStore(session).update(source, listsAnew: listsAnew)
      try subscribe(session)
      try session.notify(SourceService.channel)
    }
    return try await read(id, as: principal)
  }

  /// Forgets a source and what it knows. The assets that it brought stay.
  package func delete(_ id: SourceID, as principal: Principal) async throws {
    _ = try await forChange(id, .editServiceSettings, as: principal)
    let now = effects.now()
    try await store.write { session in
      try SubscriptionStore(session).endAll(of: id, at: now)
      try SourceStore(session).delete(id)
    }
  }

  /// Has a source synced now.
  /// - Parameter acceptsGone: whether `principal` says that files that are gone are really gone.
  /// - Throws: ``SourceError/inactive(_:)``.
  package func sync(_ id: SourceID, acceptsGone: Bool = false, as principal: Principal) async throws {
    let source = try await forChange(id, .syncFiles, as: principal)
    guard source.isActive else { throw SourceError.inactive(source.name) }
    let now = effects.now()
    try await store.write { try SourceStore($0).poke(id, at: now, acceptsGone: acceptsGone) }
  }

  /// Has every source of a connection synced, since the service said that something changed. Asks for no permission:
  /// whoever calls has checked that it was the service.
  package func poke(_ origin: SourceOrigin) async throws {
    let now = effects.now()
    try await store.write { session in
      let rows = try session.rows("select id from source_source where origin = \(origin.text) and is_active = 1")
      for row in rows { try SourceStore(session).poke(row.id("id"), at: now) }
    }
  }

  /// The names of the sources and publications that use something, for whoever wants to delete it: `the source "Agency
  /// pictures"`.
  package func names(using origin: SourceOrigin) async throws -> [String] {
    try await store.read { session in
      try SourceStore(session).names(using: origin).map { "the source \"\($0)\"" }
        + PublicationStore(session).names(using: origin).map { "the publication \"\($0)\"" }
    }
  }

  /// The syncs of a source, newest first.
  package func syncs(of id: SourceID, limit: Int = 20, as principal: Principal) async throws -> [SyncRecord] {
    _ = try await read(id, as: principal)
    return try await store.read { try SourceStore($0).syncs(of: id, limit: limit) }
  }

  func forChange(_ id: SourceID, _ permission: Permission, as principal: Principal) async throws -> Source {
    let source = try await read(id, as: principal)
    try Access.require(permission, on: .team(source.team), as: principal)
    return source
  }

  /// Whether other files are meant, or other things are said about them.
  private static func isAnew(_ new: SourceRules, _ old: SourceRules) -> Bool {
    new.folders != old.folders || new.filter != old.filter || new.mapping != old.mapping || new.keeps != old.keeps
      || new.place != old.place
  }

  private func check(_ source: Source, as principal: Principal) async throws {
    do {
      _ = try clock.due(source.rules.schedule, after: effects.now())
    } catch let error as any CodedError {
      throw SourceError.invalidField("schedule", reason: error.message)
    }
    _ = try await services.name(source.origin, source.team)
    try await services.requireUse(of: source.origin, source.team, as: principal)
    if let category = source.rules.place.category {
      _ = try await library.categories.category(category, as: principal)
    }
  }

  private static func name(_ text: String) throws(SourceError) -> String {
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.isEmpty, name.count <= 200, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw .invalidField("name", reason: "it is missing, longer than 200 characters or has a control character")
    }
    return name
  }

  private func naming(_ name: String, _ body: @escaping @Sendable (any Session) throws -> Void) async throws {
    do {
      try await store.write(body)
    } catch PersistenceError.duplicate {
      throw SourceError.nameTaken(name)
    }
  }
}
