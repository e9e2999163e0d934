import Core
import HTTPTypes
import Hummingbird
package import Identity

/// The programs that may ask for tokens; for site administrators.
package struct IdentityApplicationEndpoints: EndpointGroup {
  private let applications: Applications

  package init(identity: Identity) {
    applications = identity.applications
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(
        .get, "", id: "listApplications", "Lists registered applications",
        .json(.ok, "They", IdentityShapes.list(of: IdentityShapes.application))
      ) { _, context in .items(try await applications.list(as: try context.requirePrincipal()).map(\.json)) },
      endpoint(
        .post, "", id: "registerApplication", "Registers an application",
        .json(.created, "The application and its secret", IdentityShapes.registeredApplication),
        body: .json(Self.draftShape), handler: register),
      endpoint(
        .get, "/{clientId}", id: "getApplication", "Reads an application",
        .json(.ok, "The application", IdentityShapes.application)
      ) { _, context in
        .json(try await applications.find(try context.id("clientId"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .put, "/{clientId}", id: "changeApplication", "Replaces what an application may do",
        .json(.ok, "The application", IdentityShapes.application), body: .json(Self.draftShape), handler: change),
      endpoint(
        .delete, "/{clientId}", id: "deleteApplication", "Takes an application away, with its tokens",
        .empty(.noContent, "Gone")
      ) { _, context in
        try await applications.delete(try context.id("clientId"), as: try context.requirePrincipal())
        return .noContent
      },
      endpoint(
        .post, "/{clientId}/secret", id: "rotateApplicationSecret", "Gives an application a new secret",
        .json(.ok, "The secret", .object([.required("clientSecret", .string, "Shown this once.")]))
      ) { _, context in
        let secret = try await applications.rotateSecret(
          of: try context.id("clientId"), as: try context.requirePrincipal())
        return .json(["clientSecret": .string(secret.revealed)])
      },
    ]
  }

  private static let draftShape = Shape.object([
    .required("name", .string), .optional("public", .boolean, "Whether it can keep no secret."),
    .optional("redirectUris", .array(.string(format: "uri")), "https, or http on a loopback address"),
    .optional("signOutUris", .array(.string(format: "uri"))),
    .optional("scopes", .array(.words(OAuthScope.allCases.map(\.rawValue)))),
    .optional("grants", .array(.words(OAuthGrant.allCases.map(\.rawValue)))),
    .optional(
      "serviceRole", IdentityShapes.role, "In the library, with client credentials; read unless said otherwise"),
    .optional("enabled", .boolean),
  ])

  private func register(_ request: Request, _ context: APIContext) async throws -> Response {
    let (draft, isEnabled) = try Self.draft(await request.fields(context))
    let principal = try context.requirePrincipal()
    let registered = try await applications.register(draft, as: principal)
    var application = registered.application
    if !isEnabled {
      application = try await applications.update(application.id, draft, isEnabled: false, as: principal)
    }
    var body: JSONObject = ["application": application.json]
    if let secret = registered.secret { body["clientSecret"] = .string(secret.revealed) }
    return .created(.object(body), at: "/rest/v1/applications/\(application.id)")
  }

  private func change(_ request: Request, _ context: APIContext) async throws -> Response {
    let (draft, isEnabled) = try Self.draft(await request.fields(context))
    let changed = try await applications.update(
      try context.id("clientId"), draft, isEnabled: isEnabled, as: try context.requirePrincipal())
    return .json(changed.json)
  }

  private static func draft(_ fields: JSONFields) throws -> (ApplicationDraft, isEnabled: Bool) {
    try fields.refuseOthers(
      than: ["name", "public", "redirectUris", "signOutUris", "scopes", "grants", "serviceRole", "enabled"])
    var draft = ApplicationDraft(name: try fields.string("name"))
    draft.isPublic = try fields.boolIfAny("public") ?? false
    draft.redirectURIs = try fields.stringsIfAny("redirectUris") ?? []
    draft.signOutURIs = try fields.stringsIfAny("signOutUris") ?? []
    if let scopes: [OAuthScope] = try words("scopes", fields) { draft.scopes = Set(scopes) }
    if let grants: [OAuthGrant] = try words("grants", fields) { draft.grants = Set(grants) }
    draft.serviceRole = try fields.choiceIfAny("serviceRole") ?? .read
    return (draft, try fields.boolIfAny("enabled") ?? true)
  }

  private static func words<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ fields: JSONFields) throws
    -> [Word]?
  {
    try fields.stringsIfAny(name)?.map { text in
      guard let word = Word(rawValue: text) else {
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw RequestError.invalidMember(name, expected: "words among \(known)")
      }
      return word
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, _ response: ResponseShape,
    body: BodyShape? = nil, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/applications\(path)", id: id, summary: summary, tag: "Applications",
      access: .permission(.administerIntegrations, on: .site), body: body, responses: [response], handler: handler)
  }
}
