import Core
import HTTPTypes
import Hummingbird
package import Identity

/// Teams. Who may do what depends on the team, so that the room itself asks.
package struct IdentityTeamEndpoints: EndpointGroup {
  private let teams: Teams

  package init(identity: Identity) {
    teams = identity.teams
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(.get, "", id: "listTeams", "Lists the teams the caller may know of", .items(IdentityShapes.team)) {
        _, context in .items(try await teams.list(as: try context.requirePrincipal()).map(\.json))
      },
      endpoint(.post, "", id: "createTeam", "Makes a team", .created(IdentityShapes.team), body: Self.nameBody) {
        request, context in
        let name = try await Self.name(request, context)
        let team = try await teams.create(name: name, as: try context.requirePrincipal())
        return .created(team.json, at: "/rest/v1/teams/\(team.id)")
      },
      endpoint(.get, "/{teamId}", id: "getTeam", "Reads a team", .one(IdentityShapes.team)) { _, context in
        .json(try await teams.find(try context.id("teamId"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .patch, "/{teamId}", id: "renameTeam", "Gives a team another name", .one(IdentityShapes.team),
        body: Self.nameBody
      ) { request, context in
        let name = try await Self.name(request, context)
        return .json(
          try await teams.rename(try context.id("teamId"), to: name, as: try context.requirePrincipal()).json)
      },
      endpoint(.delete, "/{teamId}", id: "deleteTeam", "Deletes a team that somebody made", .nothing) { _, context in
        try await teams.delete(try context.id("teamId"), as: try context.requirePrincipal())
        return .noContent
      },
      endpoint(
        .post, "/{teamId}/owner", id: "handOverTeam", "Makes another member the owner", .nothing,
        body: .json(.object([.required("person", .id)]))
      ) { request, context in
        let fields = try await request.fields(context)
        try fields.refuseOthers(than: ["person"])
        try await teams.handOver(
          try context.id("teamId"), to: try fields.id("person"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  private enum Answer {
    case one(Shape), items(Shape), created(Shape), nothing

    var response: ResponseShape {
      switch self {
      case .one(let shape): .json(.ok, "It", shape)
      case .items(let shape): .json(.ok, "They", IdentityShapes.list(of: shape))
      case .created(let shape): .json(.created, "It", shape)
      case .nothing: .empty(.noContent, "Done")
      }
    }
  }

  private static let nameBody = BodyShape.json(.object([.required("name", .string)]))

  private static func name(_ request: Request, _ context: APIContext) async throws -> String {
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["name"])
    return try fields.string("name")
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, _ answer: Answer,
    body: BodyShape? = nil, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/teams\(path)", id: id, summary: summary, tag: "Teams", access: .signedIn, body: body,
      responses: [answer.response], handler: handler)
  }
}
