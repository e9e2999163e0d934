import Core
import Foundation
import Persistence

/// The rows of registered applications, and of what people allowed them.
enum ApplicationStore {
  /// An application with the hash of its secret.
  struct Stored: Sendable {
    let application: OAuthApplication
    let secretHash: [UInt8]?
  }

  static func insert(
    _ application: OAuthApplication, secretHash: [UInt8]?, by person: PersonID, in session: any Session
  )
    throws
  {
    try session.run(
      """
      insert into identity_application (client_id, name, secret_hash, redirect_uris, sign_out_uris, scopes, grants,
        service_person, enabled, created_by, created_at)
      values (\(application.id), \(application.name), \(secretHash.sqlValue), \(list(application.redirectURIs)),
        \(list(application.signOutURIs)), \(words(application.scopes)), \(words(application.grants)),
        \(application.servicePerson.sqlValue), \(application.isEnabled), \(person), \(application.createdAt))
      """)
  }

  static func update(_ application: OAuthApplication, in session: any Session) throws {
    try session.run(
      """
      update identity_application set name = \(application.name), redirect_uris = \(list(application.redirectURIs)),
        sign_out_uris = \(list(application.signOutURIs)), scopes = \(words(application.scopes)),
        grants = \(words(application.grants)), service_person = \(application.servicePerson.sqlValue),
        enabled = \(application.isEnabled)
      where client_id = \(application.id)
      """)
  }

  static func setSecretHash(_ hash: [UInt8], of id: ApplicationID, in session: any Session) throws {
    try session.run("update identity_application set secret_hash = \(hash) where client_id = \(id)")
  }

  static func find(_ id: ApplicationID, in session: any Session) throws -> Stored? {
    try session.row("select * from identity_application where client_id = \(id)").map(read)
  }

  static func list(in session: any Session) throws -> [OAuthApplication] {
    try session.rows("select * from identity_application order by lower(name), client_id").map {
      try read($0).application
    }
  }

  static func delete(_ id: ApplicationID, in session: any Session) throws {
    try session.run("delete from identity_application where client_id = \(id)")
  }

  static func consentedScopes(_ person: PersonID, _ id: ApplicationID, in session: any Session) throws -> Set<
    OAuthScope
  > {
    let row = try session.row(
      "select scopes from identity_consent where person = \(person) and client_id = \(id)")
    return try row.map { try choices($0, "scopes") } ?? []
  }

  static func setConsent(
    _ scopes: Set<OAuthScope>, of person: PersonID, to id: ApplicationID, at now: Date, in session: any Session
  ) throws {
    try session.run(
      """
      insert into identity_consent (person, client_id, scopes, given_at)
      values (\(person), \(id), \(words(scopes)), \(now))
      on conflict (person, client_id) do update set scopes = excluded.scopes, given_at = excluded.given_at
      """)
  }

  static func deleteConsent(of person: PersonID, to id: ApplicationID, in session: any Session) throws {
    try session.run("delete from identity_consent where person = \(person) and client_id = \(id)")
  }

  static func consents(of person: PersonID, in session: any Session) throws -> [Consent] {
    try session.rows(
      """
      select c.client_id, c.scopes, c.given_at, a.name from identity_consent c
      join identity_application a on a.client_id = c.client_id where c.person = \(person) order by lower(a.name)
      """
    ).map { row in
      Consent(
        application: try row.id("client_id"), applicationName: try row.string("name"),
        scopes: try choices(row, "scopes"), givenAt: try row.date("given_at"))
    }
  }

  static func words(_ choices: Set<some RawRepresentable<String>>) -> JSONValue {
    list(choices.map(\.rawValue).sorted())
  }

  static func choices<Choice: RawRepresentable<String>>(_ row: Row, _ column: String) throws -> Set<Choice> {
    Set(try strings(row, column).compactMap(Choice.init))
  }

  private static func list(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  private static func strings(_ row: Row, _ column: String) throws -> [String] {
    try row.json(column).arrayValue?.compactMap(\.stringValue) ?? []
  }

  private static func read(_ row: Row) throws -> Stored {
    let secretHash = try row.bytesIfAny("secret_hash")
    let application = OAuthApplication(
      id: try row.id("client_id"), name: try row.string("name"), isPublic: secretHash == nil,
      redirectURIs: try strings(row, "redirect_uris"), signOutURIs: try strings(row, "sign_out_uris"),
      scopes: try choices(row, "scopes"), grants: try choices(row, "grants"),
      servicePerson: try row.idIfAny("service_person"), isEnabled: try row.bool("enabled"),
      createdAt: try row.date("created_at"))
    return Stored(application: application, secretHash: secretHash)
  }
}
