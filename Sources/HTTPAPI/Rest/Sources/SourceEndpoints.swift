import Core
import HTTPTypes
import Hummingbird
import Identity
package import Sources

/// Sources of teams. Who may do what depends on the team, so that the room itself asks.
package struct SourceEndpoints: EndpointGroup {
  private let sources: SourceRoom

  package init(sources: SourceRoom) {
    self.sources = sources
  }

  package var endpoints: [Endpoint] { [list, create, previewNew] + one + [preview, sync] }

  private var list: Endpoint {
    endpoint(
      .get, "", id: "listSources", "Lists the sources of the caller's teams",
      parameters: [.query("team", .id, "Only those of this team.")],
      .json(.ok, "The sources", IdentityShapes.list(of: SourceShapes.source))
    ) { request, context in
      let team: TeamID? = try request.query.id("team")
      return .items(try await sources.list(team: team, as: try context.requirePrincipal()).map(\.json))
    }
  }

  private var create: Endpoint {
    endpoint(
      .post, "", id: "createSource", "Makes a source", body: SourceShapes.creation,
      .json(.created, "The source", SourceShapes.source)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: SourceFormReading.members.union(["team"]))
      let made = try await sources.create(
        in: try fields.idIfAny("team") ?? principal.organizationTeam, try SourceFormReading.form(fields), as: principal)
      return .created(made.json, at: "/rest/v1/sources/\(made.id)")
    }
  }

  private var previewNew: Endpoint {
    endpoint(
      .post, "/preview", id: "previewNewSource", "Says what the first sync of a source would do",
      body: SourceShapes.previewRequest, .json(.ok, "What it would do", SourceShapes.preview)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["team", "connection", "rules"])
      let form = try SourceFormReading.form(fields)
      guard let origin = form.origin, let rules = form.rules else {
        throw SourceError.invalidField("folders", reason: "choose a connection and at least one folder")
      }
      let team = try fields.idIfAny("team") ?? principal.organizationTeam
      return .json(try await sources.preview(origin, rules, team: team, as: principal).json)
    }
  }

  private var one: [Endpoint] {
    [
      endpoint(
        .get, "/{sourceId}", id: "getSource", "Reads a source", .json(.ok, "The source", SourceShapes.source)
      ) { _, context in
        .json(try await sources.read(try context.id("sourceId"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .patch, "/{sourceId}", id: "updateSource", "Changes a source", body: SourceShapes.change,
        .json(.ok, "The source", SourceShapes.source)
      ) { request, context in
        let fields = try await request.fields(context)
        try fields.refuseOthers(than: SourceFormReading.members)
        let changed = try await sources.update(
          try context.id("sourceId"), try SourceFormReading.form(fields), as: try context.requirePrincipal())
        return .json(changed.json)
      },
      endpoint(
        .delete, "/{sourceId}", id: "deleteSource", "Forgets a source; its assets stay", .empty(.noContent, "Done")
      ) { _, context in
        try await sources.delete(try context.id("sourceId"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  private var preview: Endpoint {
    endpoint(
      .post, "/{sourceId}/preview", id: "previewSource", "Says what a sync would do",
      .json(.ok, "What it would do", SourceShapes.preview)
    ) { _, context in
      .json(try await sources.preview(try context.id("sourceId"), as: try context.requirePrincipal()).json)
    }
  }

  private var sync: Endpoint {
    endpoint(
      .post, "/{sourceId}/sync", id: "syncSource", "Has a source synced now",
      parameters: [.query("gone", .boolean, "Whether files that are gone are really gone, however many.")],
      .empty(.accepted, "It is synced as soon as a worker is free")
    ) { request, context in
      try await sources.sync(
        try context.id("sourceId"), acceptsGone: try request.query.bool("gone"), as: try context.requirePrincipal())
      return Response(status: .accepted)
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ response: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/sources\(path)", id: id, summary: summary, tag: "Sources", access: .signedIn,
      parameters: parameters, body: body, responses: [response], handler: handler)
  }
}
