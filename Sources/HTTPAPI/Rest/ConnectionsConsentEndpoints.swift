package import Connections
import Core
import HTTPTypes
import Hummingbird
import Identity

/// The way to a service's consent page and back.
package struct ConnectionsConsentEndpoints: EndpointGroup {
  private let connections: Connections

  package init(connections: Connections) {
    self.connections = connections
  }

  package var endpoints: [Endpoint] { [begin, finish] }

  private var begin: Endpoint {
    Endpoint(
      .post, "/rest/v1/connections/{connectionId}/authorize", id: "authorizeConnection",
      summary: "Begins the way to the service's consent page; sets a cookie that the return needs", tag: "Connections",
      access: .signedIn,
      responses: [
        .json(
          .ok, "Where to send the person, in this browser",
          .object([.required("url", .string(format: "uri")), .required("expiresAt", .date)]))
      ]
    ) { _, context in
      let start = try await connections.beginAuthorization(
        try context.id("connectionId"), as: try context.requirePrincipal())
      return .json(
        ["url": .string(start.url), "expiresAt": JSONValue(start.expiresAt)], headers: [.setCookie: start.setCookie])
    }
  }

  private var finish: Endpoint {
    Endpoint(
      .get, ConnectionsSettings.callbackPath, id: "finishConnectionAuthorization",
      summary: "Where services send people back to after their consent", tag: "Connections", surface: .pages,
      access: .signedIn,
      parameters: [
        .query("state", .string, "As it was sent."), .query("code", .string, "To be exchanged for a token."),
        .query("error", .string, "Why there is no code."), .query("error_description", .string, "The same for people."),
        .query("iss", .string, "Who answers (RFC 9207)."),
      ], responses: [.empty(.seeOther, "The connection")]
    ) { request, context in
      let query = request.query
      let answer = AuthorizationReturn(
        state: query.string("state"), code: query.string("code").map { Secret($0) }, error: query.string("error"),
        errorDescription: query.string("error_description"), issuer: query.string("iss"))
      let cookie = AuthorizationCookie(state: answer.state ?? "", isSecure: connections.settings.isSecure)
      let connection = try await connections.completeAuthorization(
        answer, browserNonce: cookie.value(in: request.headers[.cookie]), as: try context.requirePrincipal())
      return Response(
        status: .seeOther,
        headers: [.location: "/app/connections/\(connection.id)", .setCookie: cookie.clear, .cacheControl: "no-store"])
    }
  }
}
