package import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
package import Identity

/// Who is told what happens to connections: seeing, adding, changing and removing them, and trying whether they hear.
package struct NoticePages: EndpointGroup {
  private let notices: ConnectionNotices
  private let connections: Connections
  private let teams: Teams
  private let pages: PageRenderer

  package init(notices: ConnectionNotices, connections: Connections, teams: Teams, pages: PageRenderer) {
    self.notices = notices
    self.connections = connections
    self.teams = teams
    self.pages = pages
  }

  private static let path = "/app/connection-notices"

  package var endpoints: [Endpoint] {
    let one = Self.path + "/{targetId}"
    return [
      .page(Self.path, id: "getConnectionNoticesPage", summary: "Shows who is told of connections", handler: showAll),
      .act(Self.path, id: "postConnectionNoticesPage", summary: "Tells somebody from now on", handler: add),
      .act(one, id: "postConnectionNoticePage", summary: "Changes what somebody is told", handler: change),
      .act(one + "/test", id: "postConnectionNoticeTest", summary: "Sends a trial notice", handler: test),
      .act(one + "/delete", id: "postConnectionNoticeDelete", summary: "Tells somebody no more", handler: remove),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    try await page(request, context)
  }

  private func add(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    do {
      let (team, connection) = try await subject(fields.require("about"), principal)
      let new = NewConnectionNoticeTarget(
        connection: connection, kind: ConnectionNoticeTarget.Kind(rawValue: fields["kind"] ?? "") ?? .email,
        address: Secret(fields["address"] ?? ""), events: NoticeForm.kinds(fields),
        windowSeconds: NoticeForm.window(fields) ?? -1)
      let made = try await notices.add(new, to: team, as: principal)
      guard let secret = made.secret else { return pages.redirect(to: Self.path + "?notice=saved") }
      return try await page(secret: secret, request, context)
    } catch let error as any CodedError where error.category == .invalid {
      return try await page(entered: fields, problem: error, request, context)
    }
  }

  private func change(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await pages.form(request, context)
    var change = ConnectionNoticeChange()
    change.address = fields["address"].flatMap { $0.isEmpty ? nil : Secret($0) }
    change.events = NoticeForm.kinds(fields)
    change.windowSeconds = NoticeForm.window(fields)
    change.renewsSecret = fields["newSecret"] == "true"
    do {
      let made = try await notices.change(context.id("targetId"), change, as: context.requirePrincipal())
      guard let secret = made.secret else { return pages.redirect(to: Self.path + "?notice=saved") }
      return try await page(secret: secret, request, context)
    } catch let error as any CodedError where error.category == .invalid {
      return try await page(problem: error, request, context)
    }
  }

  private func test(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    do {
      try await notices.test(context.id("targetId"), as: context.requirePrincipal())
      return pages.redirect(to: Self.path + "?notice=told")
    } catch let error as any CodedError where Self.isOfTheWayOut(error) {
      return try await page(problem: error, request, context)
    }
  }

  /// Whether a trial failed on its way to the receiver, as opposed to one that may not be made.
  private static func isOfTheWayOut(_ error: any CodedError) -> Bool {
    switch error.category {
    case .upstream, .unavailable, .timeout, .conflict, .invalid, .rateLimited: true
    default: false
    }
  }

  private func remove(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    try await notices.remove(context.id("targetId"), as: context.requirePrincipal())
    return pages.redirect(to: Self.path + "?notice=deleted")
  }

  // MARK: The page

  private func page(
    entered: FormFields? = nil, secret: Secret? = nil, problem: (any CodedError)? = nil, _ request: Request,
    _ context: APIContext
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    let known = try await connections.list(as: principal)
    let names = Dictionary(known.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    var own: [(id: TeamID, name: String)] = []
    var found: [ConnectionNoticeTarget] = []
    for team in try await ownTeams(principal) {
      let targets = try await notices.targets(of: team.id, as: principal)
      found += targets
      // Everybody has a team of their own, and few have connections in it.
      let isUsed = !targets.isEmpty || known.contains { $0.team == team.id }
      if isUsed || team.id == principal.organizationTeam { own.append(team) }
    }
    let titles = Dictionary(own.map { ($0.id, Self.all(of: $0, among: own.count)) }, uniquingKeysWith: { $1 })
    let rows = found.map { target in
      let about = target.connection.map { names[$0] ?? "A connection" } ?? titles[target.team] ?? ""
      return NoticesPage.Row(target, about: about, canChange: Self.canChange(target.team, principal))
    }
    let chosen = request.query.string("connection").map { "connection/\($0)" }
    let open = own.filter { Self.canChange($0.id, principal) }
    let subjects =
      open.map { ("team/\($0.id)", titles[$0.id] ?? "") }
      + known.filter { Self.canChange($0.team, principal) }.map { ("connection/\($0.id)", $0.name) }
    return try pages.page(
      "connection-notices",
      NoticesPage(
        frame: pages.frame("Notices", room: .connections, request, context), targets: rows, canAdd: !open.isEmpty,
        form: NoticeForm(subjects: subjects, chosen: chosen, entered: entered), secret: secret?.revealed,
        problem: problem.map { [$0.message, $0.advice].compactMap(\.self).joined(separator: " ") }),
      status: problem?.httpStatus ?? .ok)
  }

  /// The teams whose connections somebody sees, the organization's first.
  private func ownTeams(_ principal: Principal) async throws -> [(id: TeamID, name: String)] {
    let names = Dictionary(
      try await teams.list(as: principal).map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    return principal.teams.keys.filter { Access.allows(.viewConnections, on: .team($0), as: principal) }
      .map { ($0, names[$0] ?? "") }
      .sorted {
        ($0.0 != principal.organizationTeam ? 1 : 0, $0.1) < ($1.0 != principal.organizationTeam ? 1 : 0, $1.1)
      }
  }

  /// What a form means by `team/…` or `connection/…`.
  private func subject(_ text: String, _ principal: Principal) async throws -> (TeamID, ConnectionID?) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0] == "team", let team = TeamID(parts[1]) { return (team, nil) }
    guard parts.count == 2, let id = ConnectionID(parts[1]) else { throw RequestError.missingParameter("about") }
    return (try await connections.read(id, as: principal).team, id)
  }

  private static func all(of team: (id: TeamID, name: String), among count: Int) -> String {
    count > 1 ? "Every connection of \(team.name)" : "Every connection"
  }

  private static func canChange(_ team: TeamID, _ principal: Principal) -> Bool {
    Access.allows(.changeConnection, on: .team(team), as: principal)
  }
}
