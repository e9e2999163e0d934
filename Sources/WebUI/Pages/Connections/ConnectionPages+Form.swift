import Connections
import Core
import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

extension ConnectionPages {
  /// What the person wrote, the connector's own fields and who may use it included.
  func entered(
    _ fields: FormFields, _ connector: String, _ connection: Connection?
  ) async throws -> ConnectionForm {
    var form = ConnectionFields.form(fields)
    if let connector = directory.find(connector) { ConnectionFields.fill(&form, fields, connector, connection) }
    switch fields["use"] {
    case "team": form.use = .team
    case "managers": form.use = .only(roles: [.manager], people: try await named(fields["usePeople"] ?? ""))
    default: break
    }
    return form
  }

  /// People by their user names, with commas between.
  private func named(_ text: String) async throws -> Set<PersonID> {
    var found: Set<PersonID> = []
    for name in text.split(separator: ",").map({ $0.trimmingPrefix { $0 == " " } }) where !name.isEmpty {
      let name = String(name).replacing(" ", with: "")
      guard let person = try await people.find(named: name) else {
        throw ConnectionError.invalidField("usePeople", reason: "there is nobody named \"\(name)\"")
      }
      found.insert(person.id)
    }
    return found
  }

  /// The form of a connection, new or not.
  func form(
    connector id: String, _ connection: Connection?, entered: FormFields? = nil, problem: (any CodedError)? = nil,
    link: Secret? = nil, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    guard let connector = directory.find(id) else { throw ConnectionError.unknownConnector(id) }
    let atField = problem.flatMap(FieldProblem.init)
    let team = connection?.team ?? principal.organizationTeam
    let fields = ConnectionFields(
      connector, connection: connection, entered: entered, problem: atField, redirectURI: redirectURI,
      applications: try await connections.applicationChoices(of: id, team: team, as: principal),
      people: try await userNames(connection))
    return try pages.page(
      "connection",
      ConnectionPage(
        frame: pages.frame(connection?.name ?? "New connection", room: .connections, request, context),
        connector: connector, connection: connection, form: fields,
        problem: atField.map { fields.has($0.field) } == true ? nil : problem?.description,
        canChange: connection.map { Self.canChange($0, principal) } ?? true,
        facts: try await facts(connection, link, principal)),
      status: problem?.httpStatus ?? .ok, headers: PageRenderer.formsMayLeave)
  }

  private func userNames(_ connection: Connection?) async throws -> String {
    guard case .only(_, let allowed)? = connection?.use else { return "" }
    var names: [String] = []
    for person in allowed { if let found = try? await people.find(person) { names.append(found.userName) } }
    return names.sorted().joined(separator: ", ")
  }

  private func facts(
    _ connection: Connection?, _ link: Secret?, _ principal: Principal
  ) async throws -> ConnectionFacts? {
    guard let connection else { return nil }
    var names = PersonNames(people)
    var changes: [ConnectionFacts.Change] = []
    for entry in try await connections.history(connection.id, limit: 15, as: principal) {
      changes.append(.init(entry, who: await names.name(of: entry.actor)))
    }
    var invitations: ConnectionFacts.Invitations?
    if connection.authentication.consent != .none, Self.canChange(connection, principal) {
      invitations = .init(
        try await connections.invitations(of: connection.id, as: principal), made: link?.revealed,
        now: effects.now())
    }
    return ConnectionFacts(
      connection, owner: await names.name(of: connection.owner),
      users: try await connections.users(of: connection, as: principal), changes: changes,
      events: try await connections.events(of: connection.id, limit: 8, as: principal).items,
      readsAudit: AuditTrail.isReadable(of: connection.team, by: principal), invitations: invitations)
  }
}
