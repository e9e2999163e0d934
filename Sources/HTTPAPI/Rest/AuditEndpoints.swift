package import Connections
import Core
import HTTPTypes
import Hummingbird

/// The audit log of connections, for site administrators and managers of teams.
package struct AuditEndpoints: EndpointGroup {
  private let trail: AuditTrail

  package init(trail: AuditTrail) {
    self.trail = trail
  }

  package var endpoints: [Endpoint] { [list, export] }

  private var list: Endpoint {
    Endpoint(
      .get, "/rest/v1/audit", id: "listAuditEntries",
      summary:
        "Lists who changed and used connections, the newest first; uses are counted by connection, user and minute",
      tag: "Connections", access: .signedIn, parameters: Self.filters + Parameter.page,
      responses: [.json(.ok, "The entries", .page(of: Self.line))]
    ) { request, context in
      let page = try request.query.page(standard: 100, maximum: 1000)
      return .page(
        try await trail.entries(
          try Self.filter(request.query), after: page.after, limit: page.limit, as: try context.requirePrincipal()),
        \.json)
    }
  }

  private var export: Endpoint {
    Endpoint(
      .get, "/rest/v1/audit/export", id: "exportAuditEntries", summary: "Gives the log as a file, the newest first",
      tag: "Connections", access: .signedIn,
      parameters: Self.filters + [
        .query("format", .words(AuditFormat.allCases.map(\.rawValue)), "csv when not given.")
      ], responses: [.content(.ok, "The file", type: "text/csv")]
    ) { request, context in
      let name = request.query.string("format") ?? "csv"
      guard let format = AuditFormat(rawValue: name) else {
        throw RequestError.invalidParameter("format", value: name, expected: "csv or jsonl")
      }
      let file = try trail.export(try Self.filter(request.query), as: format, by: try context.requirePrincipal())
      let type = format == .csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson"
      return .stream(
        file,
        headers: [
          .contentType: type, .contentDisposition: "attachment; filename=\"audit.\(format.rawValue)\"",
          .cacheControl: "no-store",
        ])
    }
  }

  private static let filters: [Parameter] = [
    .query("team", .id, "Only what concerns this team's connections."),
    .query("connection", .id, "Only what concerns this connection."),
    .query("action", .string, "Only this, as connection.used; with a dot at the end, all that begin so."),
    .query("person", .id, "Only what this person did."),
    .query("flow", .string, "Only uses by this flow."), .query("source", .string, "Only uses by this source."),
    .query("from", .date, "Not before."), .query("to", .date, "Before."),
  ]

  private static func filter(_ query: QueryParameters) throws -> AuditFilter {
    var filter = AuditFilter()
    filter.team = try query.id("team")
    filter.connection = try query.id("connection")
    filter.action = query.string("action")
    filter.person = try query.id("person")
    filter.flow = query.string("flow")
    filter.source = query.string("source")
    filter.from = try query.date("from")
    filter.to = try query.date("to")
    return filter
  }

  private static let line = Shape.named(
    "AuditLine",
    .object([
      .required("number", .integer), .required("at", .date), .optional("actor", .id), .optional("team", .id),
      .required("action", .string), .required("subject", .string), .required("subjectName", .string),
      .required("details", .map(.any)),
    ]))
}
