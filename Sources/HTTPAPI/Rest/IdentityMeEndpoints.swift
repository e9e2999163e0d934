import Core
import HTTPTypes
import Hummingbird
package import Identity

/// The caller's own account: who they are, their password, where they are signed in, what they allowed applications.
package struct IdentityMeEndpoints: EndpointGroup {
  private let identity: Identity

  package init(identity: Identity) {
    self.identity = identity
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(.get, "/rest/v1/me", id: "getMe", "Tells who is calling, and what they may do", Self.meShape) {
        _, context in .json(Self.json(try context.requirePrincipal()))
      },
      endpoint(
        .patch, "/rest/v1/me", id: "changeMe", "Changes the caller's own name or e-mail address", IdentityShapes.person,
        body: .json(.object([.optional("displayName", .string), .optional("email", .string)])), handler: changeMe),
      endpoint(
        .post, "/rest/v1/me/password", id: "changePassword",
        "Changes the caller's password and signs out their browsers", nil,
        body: .json(.object([.required("current", .string), .required("new", .string)])), handler: changePassword),
      endpoint(
        .get, "/rest/v1/me/sessions", id: "listSessions", "Lists the browsers the caller is signed in with",
        IdentityShapes.list(of: Self.sessionShape)
      ) { _, context in
        .items(try await identity.sessions.list(of: try context.requirePrincipal()).map(Self.json))
      },
      endpoint(.delete, "/rest/v1/me/sessions", id: "endSessions", "Signs the caller out everywhere", nil) {
        _, context in
        try await identity.sessions.endAll(of: try context.requirePrincipal().person)
        return .noContent
      },
      endpoint(
        .get, "/rest/v1/me/consents", id: "listConsents", "Lists what the caller allowed applications to do",
        IdentityShapes.list(of: Self.consentShape)
      ) { _, context in
        .items(try await identity.applications.consents(of: try context.requirePrincipal()).map(Self.json))
      },
      endpoint(
        .delete, "/rest/v1/me/consents/{clientId}", id: "withdrawConsent",
        "Takes back what the caller allowed an application", nil
      ) { _, context in
        let principal = try context.requirePrincipal()
        try await identity.applications.withdrawConsent(to: try context.id("clientId"), as: principal)
        return .noContent
      },
    ]
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, _ shape: Shape?,
    body: BodyShape? = nil, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, path, id: id, summary: summary, tag: "Account", access: .signedIn, body: body,
      responses: [shape.map { .json(.ok, "It", $0) } ?? .empty(.noContent, "Done")], handler: handler)
  }

  private func changeMe(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["displayName", "email"])
    let change = PersonChange(
      displayName: try fields.stringIfAny("displayName"), email: try fields.stringIfAny("email"))
    return .json(try await identity.people.update(principal.person, change, as: principal).json)
  }

  private func changePassword(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["current", "new"])
    try await identity.people.changePassword(
      current: Secret(try fields.string("current")), new: Secret(try fields.string("new")), keeping: nil,
      address: context.remoteAddress ?? "", as: try context.requirePrincipal())
    return .noContent
  }

  private static let meShape = Shape.object([
    .required("id", .id), .required("userName", .string), .required("displayName", .string),
    .optional("email", .string),
    .required("siteRole", .string), .required("sitePermissions", .array(.string)), .required("organizationTeam", .id),
    .required("libraryPermissions", .array(.string)), .required("teams", .map(IdentityShapes.role)),
  ])

  private static let sessionShape = Shape.object([
    .required("id", .id), .required("signedInAt", .date), .required("usedAt", .date), .required("address", .string),
    .required("userAgent", .string),
  ])

  private static let consentShape = Shape.object([
    .required("clientId", .id), .required("name", .string), .required("scopes", .array(.string)),
    .required("givenAt", .date),
  ])

  private static func json(_ principal: Principal) -> JSONValue {
    let allowed = { (resource: Resource, isSiteWide: Bool) in
      JSONValue.array(
        Permission.allCases.filter {
          $0.isSiteWide == isSiteWide && Access.allows($0, on: resource, as: principal)
        }.map { .string($0.rawValue) })
    }
    let teams = principal.teams.sorted { $0.key < $1.key }.map {
      ($0.key.description, JSONValue.string($0.value.rawValue))
    }
    return [
      "id": JSONValue(principal.person), "userName": .string(principal.userName),
      "displayName": .string(principal.displayName), "email": JSONValue(principal.email),
      "siteRole": .string(principal.siteRole.rawValue), "sitePermissions": allowed(.site, true),
      "organizationTeam": JSONValue(principal.organizationTeam), "libraryPermissions": allowed(.library, false),
      "teams": .object(JSONObject(teams)),
    ]
  }

  private static func json(_ session: BrowserSession) -> JSONValue {
    [
      "id": JSONValue(session.id), "signedInAt": JSONValue(session.authenticatedAt),
      "usedAt": JSONValue(session.usedAt),
      "address": .string(session.address), "userAgent": .string(session.userAgent),
    ]
  }

  private static func json(_ consent: Consent) -> JSONValue {
    [
      "clientId": JSONValue(consent.application), "name": .string(consent.applicationName),
      "scopes": .array(OAuthScope.allCases.filter(consent.scopes.contains).map { .string($0.rawValue) }),
      "givenAt": JSONValue(consent.givenAt),
    ]
  }
}
