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

  package var endpoints: [Endpoint] { [begin, finish] + waiting + invitations }

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
      access: .anyone,
      parameters: [
        .query("state", .string, "As it was sent."), .query("code", .string, "To be exchanged for a token."),
        .query("error", .string, "Why there is no code."), .query("error_description", .string, "The same for people."),
        .query("iss", .string, "Who answers (RFC 9207)."),
        .query("oauth_token", .string, "OAuth 1.0a's request token."),
        .query("oauth_verifier", .string, "OAuth 1.0a's proof that somebody agreed."),
      ], responses: [.empty(.seeOther, "The connection")]
    ) { request, context in
      let query = request.query
      var answer = AuthorizationReturn(
        state: query.string("state"), code: query.string("code").map { Secret($0) }, error: query.string("error"),
        errorDescription: query.string("error_description"), issuer: query.string("iss"))
      answer.requestToken = query.string("oauth_token").map { Secret($0) }
      answer.requestVerifier = query.string("oauth_verifier").map { Secret($0) }
      let cookie = AuthorizationCookie(state: answer.state ?? "", isSecure: connections.settings.isSecure)
      // Whoever began it signed in signs in again; whoever came by a link needs no account.
      if context.principal == nil, try await !connections.isByInvitation(state: answer.state ?? "") {
        throw RequestError.notSignedIn
      }
      let done = try await connections.finishAuthorization(
        answer, browserNonce: cookie.value(in: request.headers[.cookie]), as: context.principal)
      let next =
        done.isByInvitation && context.principal == nil
        ? "\(Connections.invitationPath)/done" : "/app/connections/\(done.connection.id)"
      return Response(
        status: .seeOther,
        headers: [.location: next, .setCookie: cookie.clear, .cacheControl: "no-store"])
    }
  }

  /// Consents on a page that may be opened anywhere: device codes and Nextcloud.
  private var waiting: [Endpoint] {
    [
      endpoint(
        .post, "/device", id: "beginDeviceConnection",
        "Begins a consent that is given on another page or device (RFC 8628, Nextcloud)", ConnectionShapes.waiting
      ) { _, context in
        .json(
          try await connections.beginWaiting(try context.id("connectionId"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .post, "/device/poll", id: "pollDeviceConnection", "Asks whether somebody has agreed", ConnectionShapes.waiting
      ) { _, context in
        .json(
          try await connections.askWaiting(try context.id("connectionId"), as: try context.requirePrincipal()).json)
      },
    ]
  }

  private var invitations: [Endpoint] {
    [
      endpoint(
        .post, "/invitations", id: "inviteToConnect",
        "Makes a link by which somebody else connects, once; links made before no longer work",
        body: .json(
          .object([
            .optional("recipient", .string, "For whom, in your words."),
            .optional("lifetime", .integer, "In seconds; three days when missing, thirty at most."),
          ])), ConnectionShapes.invitation
      ) { request, context in
        let fields = try await request.fields(context)
        try fields.refuseOthers(than: ["recipient", "lifetime"])
        let made = try await connections.invite(
          to: try context.id("connectionId"), recipient: try fields.stringIfAny("recipient") ?? "",
          lifetime: Double(try fields.intIfAny("lifetime") ?? 259_200), as: try context.requirePrincipal())
        var body = made.invitation.json.objectValue ?? [:]
        body["url"] = .string(made.url.revealed)
        return .json(.object(body), headers: [.cacheControl: "no-store"])
      },
      endpoint(
        .get, "/invitations", id: "listInvitationsToConnect", "Lists the links of a connection, without the links",
        IdentityShapes.list(of: ConnectionShapes.invitation)
      ) { _, context in
        .items(
          try await connections.invitations(of: try context.id("connectionId"), as: try context.requirePrincipal())
            .map(\.json))
      },
      Endpoint(
        .delete, "/rest/v1/connections/{connectionId}/invitations", id: "withdrawInvitationsToConnect",
        summary: "Makes the open links of a connection void", tag: "Connections", access: .signedIn,
        responses: [.empty(.noContent, "Done")]
      ) { _, context in
        try await connections.withdrawInvitations(
          of: try context.id("connectionId"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, body: BodyShape? = nil,
    _ shape: Shape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/connections/{connectionId}\(path)", id: id, summary: summary, tag: "Connections",
      access: .signedIn, body: body, responses: [.json(.ok, summary, shape)], handler: handler)
  }
}
