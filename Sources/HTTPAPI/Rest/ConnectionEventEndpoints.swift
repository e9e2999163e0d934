package import Connections
import Core
import HTTPTypes
import Hummingbird

/// What happens to connections.
package struct ConnectionEventEndpoints: EndpointGroup {
  private let connections: Connections

  package init(connections: Connections) {
    self.connections = connections
  }

  package var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/rest/v1/connections/{connectionId}/events", id: "listConnectionEvents",
        summary: "Lists what happened to a connection, the newest first", tag: "Connections", access: .signedIn,
        parameters: [.query("kind", .string, "Only these; several with commas between.")] + Parameter.page,
        responses: [.json(.ok, "The events", .page(of: Self.event))]
      ) { request, context in
        let page = try request.query.page(standard: 50, maximum: 500)
        let kinds = try request.query.eventKinds("kind")
        return .page(
          try await connections.events(
            of: try context.id("connectionId"), kinds: kinds, after: page.after, limit: page.limit,
            as: try context.requirePrincipal()), \.json)
      }
    ]
  }

  private static let event = Shape.named(
    "ConnectionEvent",
    .object([
      .required("number", .integer), .required("kind", .words(ConnectionEvent.Kind.allCases.map(\.rawValue))),
      .required("at", .date), .required("state", .words(ConnectionState.allCases.map(\.rawValue))),
      .optional("reason", .string),
    ]))
}

extension QueryParameters {
  /// Kinds of events with commas between; none when the parameter isn't there.
  fileprivate func eventKinds(_ name: String) throws -> [ConnectionEvent.Kind] {
    try (string(name) ?? "").split(separator: ",").map { word in
      guard let kind = ConnectionEvent.Kind(rawValue: String(word)) else {
        let expected = ConnectionEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw RequestError.invalidParameter(name, value: String(word), expected: expected)
      }
      return kind
    }
  }
}
