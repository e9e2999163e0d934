package import Connections
import Core
import HTTPTypes
import Hummingbird
import Identity

/// Who is told what happens to connections.
package struct ConnectionNoticeEndpoints: EndpointGroup {
  private let notices: ConnectionNotices

  package init(notices: ConnectionNotices) {
    self.notices = notices
  }

  package var endpoints: [Endpoint] { [list, add, change, test, remove] }

  private var list: Endpoint {
    endpoint(
      .get, "", id: "listConnectionNoticeTargets", "Lists who is told of a team's connections",
      parameters: [.query("team", .id, "The organization's when not given.")],
      .json(.ok, "The targets", .page(of: Self.target))
    ) { request, context in
      let principal = try context.requirePrincipal()
      let team = try request.query.id("team") ?? principal.organizationTeam
      return .items(try await notices.targets(of: team, as: principal).map { $0.json() })
    }
  }

  private var add: Endpoint {
    endpoint(
      .post, "", id: "addConnectionNoticeTarget", "Tells somebody of connections from now on",
      body: .json(
        .object([
          .optional("team", .id, "The organization's when not given."),
          .optional("connection", .id, "All of the team's when not given."),
          .required("kind", .words(ConnectionNoticeTarget.Kind.allCases.map(\.rawValue))),
          .required("address", .string, "E-mail addresses with commas between, or a URL."),
          .optional("secret", .string, "What webhooks are signed with, as whsec_…; made up when not given."),
          .optional("events", .array(Self.event), "failing, dead and recovered when not given."),
          .optional("windowSeconds", .integer, "Events within it are told together; 900 when not given."),
        ])), .json(.created, "The target; a webhook's secret is shown only now", Self.target)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      let made = try await notices.add(
        try Self.new(fields), to: try fields.idIfAny("team") ?? principal.organizationTeam, as: principal)
      return .created(made.target.json(secret: made.secret))
    }
  }

  private var change: Endpoint {
    endpoint(
      .patch, "/{targetId}", id: "changeConnectionNoticeTarget", "Changes what somebody is told, or where",
      body: .json(
        .object([
          .optional("address", .string, "E-mail addresses with commas between, or a URL, as its kind has it."),
          .optional("events", .array(Self.event)),
          .optional("windowSeconds", .integer, "Events within it are told together."),
          .optional("newSecret", .boolean, "Whether the webhook is signed with a new secret from now on."),
        ])), .json(.ok, "The target; a new secret is shown only now", Self.target)
    ) { request, context in
      let fields = try await request.fields(context)
      let made = try await notices.change(
        try context.id("targetId"), try Self.changes(fields), as: try context.requirePrincipal())
      return .json(made.target.json(secret: made.secret))
    }
  }

  private var test: Endpoint {
    endpoint(
      .post, "/{targetId}/test", id: "testConnectionNoticeTarget", "Sends a notice that says it is a test",
      .empty(.noContent, "It was taken")
    ) { _, context in
      try await notices.test(try context.id("targetId"), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private var remove: Endpoint {
    endpoint(
      .delete, "/{targetId}", id: "removeConnectionNoticeTarget", "Tells somebody no more",
      .empty(.noContent, "Removed")
    ) { _, context in
      try await notices.remove(try context.id("targetId"), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private static func new(_ fields: JSONFields) throws -> NewConnectionNoticeTarget {
    try fields.refuseOthers(than: ["team", "connection", "kind", "address", "secret", "events", "windowSeconds"])
    var new = NewConnectionNoticeTarget(
      connection: try fields.idIfAny("connection"), kind: try fields.choice("kind"),
      address: Secret(try fields.string("address")), secret: try fields.stringIfAny("secret").map { Secret($0) })
    if let window = try fields.intIfAny("windowSeconds") { new.windowSeconds = window }
    if let events = try events(fields) { new.events = events }
    return new
  }

  private static func changes(_ fields: JSONFields) throws -> ConnectionNoticeChange {
    try fields.refuseOthers(than: ["address", "events", "windowSeconds", "newSecret"])
    var change = ConnectionNoticeChange()
    change.address = try fields.stringIfAny("address").map { Secret($0) }
    change.events = try events(fields)
    change.windowSeconds = try fields.intIfAny("windowSeconds")
    change.renewsSecret = try fields.boolIfAny("newSecret") ?? false
    return change
  }

  private static func events(_ fields: JSONFields) throws -> [ConnectionEvent.Kind]? {
    try fields.stringsIfAny("events")?.map { word in
      guard let kind = ConnectionEvent.Kind(rawValue: word) else {
        let expected = ConnectionEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw RequestError.invalidMember("events", expected: expected)
      }
      return kind
    }
  }

  private static let event = Shape.words(ConnectionEvent.Kind.allCases.map(\.rawValue))
  private static let target = Shape.named(
    "ConnectionNoticeTarget",
    .object([
      .required("id", .id), .required("team", .id), .optional("connection", .id),
      .required("kind", .words(ConnectionNoticeTarget.Kind.allCases.map(\.rawValue))), .required("shown", .string),
      .required("events", .array(event)), .required("windowSeconds", .integer), .required("createdAt", .date),
      .optional("secret", .string, "Only in the answer that made it."),
    ]))

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/connection-notices\(path)", id: id, summary: summary, tag: "Connections", access: .signedIn,
      parameters: parameters, body: body, responses: [answer], handler: handler)
  }
}

extension ConnectionNoticeTarget {
  /// - Parameter secret: only in the answer that made it.
  fileprivate func json(secret: Secret? = nil) -> JSONValue {
    var body: JSONObject = ["id": JSONValue(id), "team": JSONValue(team)]
    body["connection"] = connection.map { JSONValue($0) }
    body["kind"] = .string(kind.rawValue)
    body["shown"] = .string(shown)
    body["events"] = .array(events.map { .string($0.rawValue) })
    body["windowSeconds"] = JSONValue(windowSeconds)
    body["createdAt"] = JSONValue(createdAt)
    body["secret"] = secret.map { .string($0.revealed) }
    return .object(body)
  }
}
