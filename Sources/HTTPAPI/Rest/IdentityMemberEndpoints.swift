import Core
import HTTPTypes
import Hummingbird
package import Identity

/// Who is in a team, and as what.
package struct IdentityMemberEndpoints: EndpointGroup {
  private let teams: Teams

  package init(identity: Identity) {
    teams = identity.teams
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(
        .get, "", id: "listMembers", "Lists who is in a team",
        .json(.ok, "They", IdentityShapes.list(of: IdentityShapes.member))
      ) { _, context in
        .items(try await teams.members(of: try context.id("teamId"), as: try context.requirePrincipal()).map(\.json))
      },
      endpoint(
        .post, "", id: "addMember", "Adds somebody to a team", .json(.created, "The member", IdentityShapes.member),
        body: .json(
          .object([
            .required("name", .string, "A user name or an e-mail address."),
            .optional("role", IdentityShapes.role, "read unless said otherwise"),
          ])), handler: add),
      endpoint(
        .patch, "/{personId}", id: "changeMember", "Gives a member another role", .empty(.noContent, "Done"),
        body: .json(.object([.required("role", IdentityShapes.role)])), handler: change),
      endpoint(
        .delete, "/{personId}", id: "removeMember", "Takes somebody out of a team", .empty(.noContent, "Done")
      ) { _, context in
        try await teams.removeMember(
          try context.id("personId"), from: try context.id("teamId"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  private func add(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["name", "role"])
    let member = try await teams.addMember(
      try fields.string("name"), role: try fields.choiceIfAny("role") ?? .read, to: try context.id("teamId"),
      as: try context.requirePrincipal())
    return .created(member.json)
  }

  private func change(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["role"])
    try await teams.changeRole(
      of: try context.id("personId"), to: try fields.choice("role"), in: try context.id("teamId"),
      as: try context.requirePrincipal())
    return .noContent
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, _ response: ResponseShape,
    body: BodyShape? = nil, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/teams/{teamId}/members\(path)", id: id, summary: summary, tag: "Teams", access: .signedIn,
      body: body, responses: [response], handler: handler)
  }
}
