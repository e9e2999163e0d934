import Core
import HTTPTypes
import Hummingbird
import Identity
package import Sources

/// Publications of teams. Who may do what depends on the team, so that the room itself asks.
package struct PublicationEndpoints: EndpointGroup {
  private let sources: SourceRoom

  package init(sources: SourceRoom) {
    self.sources = sources
  }

  package var endpoints: [Endpoint] { [list, create] + one + [run, status] + files }

  private var list: Endpoint {
    endpoint(
      .get, "", id: "listPublications", "Lists the publications of the caller's teams",
      parameters: [.query("team", .id, "Only those of this team.")],
      .json(.ok, "The publications", IdentityShapes.list(of: PublicationShapes.publication))
    ) { request, context in
      let team: TeamID? = try request.query.id("team")
      return .items(try await sources.publications(team: team, as: try context.requirePrincipal()).map(\.json))
    }
  }

  private var create: Endpoint {
    endpoint(
      .post, "", id: "createPublication", "Has a collection published to a folder of a service",
      body: PublicationShapes.creation, .json(.created, "The publication", PublicationShapes.publication)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: Self.members.union(["team"]))
      let made = try await sources.publish(
        in: try fields.idIfAny("team") ?? principal.organizationTeam, try Self.form(fields), as: principal)
      return .created(made.json, at: "/rest/v1/publications/\(made.id)")
    }
  }

  private var one: [Endpoint] {
    [
      endpoint(
        .get, "/{publicationId}", id: "getPublication", "Reads a publication",
        .json(.ok, "The publication", PublicationShapes.publication)
      ) { _, context in
        let id: PublicationID = try context.id("publicationId")
        return .json(try await sources.publication(id, as: try context.requirePrincipal()).json)
      },
      endpoint(
        .patch, "/{publicationId}", id: "updatePublication", "Changes a publication", body: PublicationShapes.change,
        .json(.ok, "The publication", PublicationShapes.publication)
      ) { request, context in
        let fields = try await request.fields(context)
        try fields.refuseOthers(than: Self.members)
        let id: PublicationID = try context.id("publicationId")
        let changed = try await sources.update(id, try Self.form(fields), as: try context.requirePrincipal())
        return .json(changed.json)
      },
      endpoint(
        .delete, "/{publicationId}", id: "deletePublication", "Forgets a publication; what it sent stays there",
        .empty(.noContent, "Done")
      ) { _, context in
        try await sources.unpublish(try context.id("publicationId"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  private var run: Endpoint {
    endpoint(
      .post, "/{publicationId}/run", id: "runPublication", "Has a publication run now",
      .empty(.accepted, "It is run as soon as a worker is free")
    ) { _, context in
      let id: PublicationID = try context.id("publicationId")
      try await sources.run(id, as: try context.requirePrincipal())
      return Response(status: .accepted)
    }
  }

  private var status: Endpoint {
    endpoint(
      .get, "/{publicationId}/status", id: "getPublicationStatus", "Says how far a publication is",
      .json(.ok, "Counts", PublicationShapes.standing)
    ) { _, context in
      let principal = try context.requirePrincipal()
      let publication = try await sources.publication(try context.id("publicationId"), as: principal)
      let counts = try await sources.publishedCounts(of: publication.id, as: principal)
      let states = PublishedFile.State.allCases.map { ($0.rawValue, JSONValue(counts[$0] ?? 0)) }
      var body: JSONObject = ["files": .object(JSONObject(states))]
      body["run"] = publication.last?.json
      return .json(.object(body))
    }
  }

  private var files: [Endpoint] {
    [
      endpoint(
        .get, "/{publicationId}/files", id: "listPublishedFiles",
        "Lists files of a publication that need a person or failed, or those of one state",
        parameters: [
          .query("state", .words(PublishedFile.State.allCases.map(\.rawValue)), "Conflicts and failures when missing."),
          .query("afterName", .string, "The library's name of the last file of the page before."),
          .query("after", .string, "The id of the last file of the page before."),
        ], .json(.ok, "Up to 100, by name", IdentityShapes.list(of: PublicationShapes.file))
      ) { request, context in
        let found = try await sources.publishedFiles(
          of: try context.id("publicationId"),
          state: request.query.string("state").flatMap(PublishedFile.State.init),
          after: (request.query.string("afterName") ?? "", request.query.string("after") ?? ""),
          as: try context.requirePrincipal())
        return .items(found.map(\.json))
      },
      endpoint(
        .post, "/{publicationId}/retry", id: "retryPublishedFiles", "Has files that failed tried again now",
        .json(.ok, "How many", .object([.required("files", .integer)]))
      ) { _, context in
        let id: PublicationID = try context.id("publicationId")
        return .json(["files": JSONValue(try await sources.retryPublished(id, as: try context.requirePrincipal()))])
      },
      endpoint(
        .post, "/{publicationId}/files/{fileId}/overwrite", id: "overwritePublishedFile",
        "Says that a file that somebody changed there may be overwritten, or removed",
        .json(.ok, "Whether it was in conflict", .object([.required("overwrites", .boolean)]))
      ) { _, context in
        let done = try await sources.overwritePublished(
          try context.id("publicationId"), file: try context.id("fileId"), as: try context.requirePrincipal())
        return .json(["overwrites": .bool(done)])
      },
    ]
  }

  private static let members: Set<String> = ["name", "connection", "collection", "rules", "active"]

  private static func form(_ fields: JSONFields) throws -> PublicationForm {
    var form = PublicationForm(
      name: try fields.stringIfAny("name"), collection: try fields.idIfAny("collection"),
      isActive: try fields.boolIfAny("active"))
    if let text = try fields.stringIfAny("connection") {
      guard let origin = SourceOrigin(text) else { throw SourceError.connectionNotFound }
      form.origin = origin
    }
    form.rules = try fields.valueIfAny("rules").map { try PublicationRules(reading: $0) }
    return form
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ response: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/publications\(path)", id: id, summary: summary, tag: "Publications", access: .signedIn,
      parameters: parameters, body: body, responses: [response], handler: handler)
  }
}
