import Connectors
import Core
import Foundation
package import Identity
import Library
import Persistence

extension SourceRoom {
  /// The publications of the teams whose connections `principal` may see, by name.
  package func publications(team: TeamID? = nil, as principal: Principal) async throws -> [Publication] {
    if let team { try Access.require(.viewConnections, on: .team(team), as: principal) }
    let teams = (team.map { [$0] } ?? Array(principal.teams.keys)).filter {
      Access.allows(.viewConnections, on: .team($0), as: principal)
    }
    return try await store.read { try PublicationStore($0).all(of: teams.map(\.description)) }
  }

  /// - Throws: ``PublicationError/notFound`` also when `principal` may not know of it.
  package func publication(_ id: PublicationID, as principal: Principal) async throws -> Publication {
    let found = try await store.read { try PublicationStore($0).publication(id) }
    guard Access.allows(.viewConnections, on: .team(found.team), as: principal) else { throw PublicationError.notFound }
    return found
  }

  /// The publication that somebody means by a name or an id.
  /// - Throws: ``PublicationError/notFound``.
  package func publication(named reference: String, as principal: Principal) async throws -> Publication {
    if let id = PublicationID(reference) { return try await publication(id, as: principal) }
    let found = try await publications(as: principal).first { $0.name.lowercased() == reference.lowercased() }
    guard let found else { throw PublicationError.notFound }
    return found
  }

  /// Makes a publication; it is run at once unless it is run by hand alone or switched off.
  package func publish(in team: TeamID, _ form: PublicationForm, as principal: Principal) async throws -> Publication {
    try Access.require(.connectSource, on: .team(team), as: principal)
    guard let origin = form.origin else { throw PublicationError.invalidField("connection", reason: "it is missing") }
    guard let rules = form.rules else { throw PublicationError.invalidField("folder", reason: "it is missing") }
    guard let collection = form.collection else {
      throw PublicationError.invalidField("collection", reason: "choose one")
    }
    let (now, isActive) = (effects.now(), form.isActive ?? true)
    var made = Publication(
      id: effects.id(), team: team, name: try Self.publicationName(form.name ?? ""), origin: origin,
      collection: collection, rules: rules, isActive: isActive, owner: principal.person, createdAt: now, changedAt: now)
    made.dueAt = rules.schedule == .byHand || !isActive ? nil : now
    try await check(made, as: principal)
    let publication = made
    try await naming(publication) { session in
      try PublicationStore(session).insert(publication)
      try session.notify(PublicationService.channel)
    }
    return try await self.publication(publication.id, as: principal)
  }

  /// Changes a publication; from now on it works on behalf of the one who changed it. When another folder is meant than
  /// before, what was sent to the old one stays there and is forgotten.
  package func update(_ id: PublicationID, _ form: PublicationForm, as principal: Principal) async throws -> Publication
  {
    let old = try await forChange(id, .editServiceSettings, as: principal)
    let (now, rules) = (effects.now(), form.rules ?? old.rules)
    var changed = Publication(
      id: id, team: old.team, name: try form.name.map(Self.publicationName) ?? old.name,
      origin: form.origin ?? old.origin, collection: form.collection ?? old.collection, rules: rules,
      isActive: form.isActive ?? old.isActive, owner: principal.person, createdAt: old.createdAt, changedAt: now)
    changed.dueAt = changed.isActive && rules.schedule != .byHand ? now : nil
    try await check(changed, as: principal)
    let publication = changed
    let forgets = publication.origin != old.origin || rules.folder.id != old.rules.folder.id
    try await naming(publication) { session in
      try PublicationStore(session).update(publication, forgets: forgets)
      try session.notify(PublicationService.channel)
    }
    return try await self.publication(id, as: principal)
  }

  /// Forgets a publication. What it sent stays there.
  package func unpublish(_ id: PublicationID, as principal: Principal) async throws {
    _ = try await forChange(id, .editServiceSettings, as: principal)
    try await store.write { try PublicationStore($0).delete(id) }
  }

  /// Has a publication run now.
  /// - Throws: ``PublicationError/inactive(_:)``.
  package func run(_ id: PublicationID, as principal: Principal) async throws {
    let publication = try await forChange(id, .syncFiles, as: principal)
    guard publication.isActive else { throw PublicationError.inactive(publication.name) }
    let now = effects.now()
    try await store.write { try PublicationStore($0).poke(id, at: now) }
  }

  func forChange(
    _ id: PublicationID, _ permission: Permission, as principal: Principal
  ) async throws -> Publication {
    let found = try await publication(id, as: principal)
    try Access.require(permission, on: .team(found.team), as: principal)
    return found
  }

  private func check(_ publication: Publication, as principal: Principal) async throws {
    do {
      _ = try clock.due(publication.rules.schedule, after: effects.now())
    } catch let error as any CodedError {
      throw PublicationError.invalidField("schedule", reason: error.message)
    }
    if publication.origin == .machine, publication.rules.folder.id.isEmpty {
      throw PublicationError.invalidField("folder", reason: "choose one of the folders that the operator allows")
    }
    let place = try await services.name(publication.origin, publication.team)
    try await services.requireUse(of: publication.origin, publication.team, as: principal)
    guard try await services.files(publication.origin, publication.team).abilities.writes else {
      throw PublicationError.cannotWrite(place)
    }
    // Nobody publishes what they don't see themselves.
    _ = try await library.collections.collection(publication.collection, as: principal)
  }

  private static func publicationName(_ text: String) throws(PublicationError) -> String {
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.isEmpty, name.count <= 200, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw .invalidField("name", reason: "it is missing, longer than 200 characters or has a control character")
    }
    return name
  }

  private func naming(
    _ publication: Publication, _ body: @escaping @Sendable (any Session) throws -> Void
  ) async throws {
    do {
      try await store.write(body)
    } catch PersistenceError.duplicate {
      throw PublicationError.nameTaken(publication.name)
    }
  }
}
