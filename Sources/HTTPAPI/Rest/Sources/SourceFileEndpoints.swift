import Connectors
import Core
import HTTPTypes
import Hummingbird
import Identity
package import Sources

/// What sources know, and what may be chosen for one.
package struct SourceFileEndpoints: EndpointGroup {
  private let sources: SourceRoom

  package init(sources: SourceRoom) {
    self.sources = sources
  }

  package var endpoints: [Endpoint] { [browse, status, syncs, files, retry] }

  private var browse: Endpoint {
    Endpoint(
      .get, "/rest/v1/sources/folders", id: "browseSourceFolders", summary: "Lists a folder of a service",
      tag: "Sources", access: .signedIn,
      parameters: [
        .query("connection", .string, required: true, "A connection's id, or `folder` for folders of this machine."),
        .query("team", .id, "The organization's team when missing."),
        .query("folder", .string, "The service's id of a folder; the top when missing."),
        .query("next", .string, "Of the page before, as JSON."),
      ], responses: [.json(.ok, "What the folder holds", SourceShapes.folderPage)]
    ) { request, context in
      let principal = try context.requirePrincipal()
      guard let origin = request.query.string("connection").flatMap({ SourceOrigin($0) }) else {
        throw SourceError.connectionNotFound
      }
      let page = try await sources.browse(
        origin, team: try request.query.id("team") ?? principal.organizationTeam,
        folder: request.query.string("folder") ?? "",
        next: request.query.string("next").flatMap { try? JSONValue(parsing: $0) }, as: principal)
      return .json(page.json)
    }
  }

  private var status: Endpoint {
    Endpoint(
      .get, "/rest/v1/sources/{sourceId}/status", id: "getSourceStatus", summary: "Says how far a source is",
      tag: "Sources", access: .signedIn, responses: [.json(.ok, "Counts, rate, time left", SourceShapes.standing)]
    ) { _, context in
      let (id, principal): (SourceID, Principal) = (try context.id("sourceId"), try context.requirePrincipal())
      let push = try await sources.subscriptions(of: id, as: principal)
      return .json(try await sources.standing(of: id, as: principal).json(push))
    }
  }

  private var syncs: Endpoint {
    Endpoint(
      .get, "/rest/v1/sources/{sourceId}/syncs", id: "listSourceSyncs", summary: "Lists the syncs of a source",
      tag: "Sources", access: .signedIn,
      responses: [.json(.ok, "The newest first", IdentityShapes.list(of: SourceShapes.sync))]
    ) { _, context in
      .items(try await sources.syncs(of: try context.id("sourceId"), as: try context.requirePrincipal()).map(\.json))
    }
  }

  private var files: Endpoint {
    Endpoint(
      .get, "/rest/v1/sources/{sourceId}/files", id: "listSourceFiles",
      summary: "Lists files of a source that failed, or of one state", tag: "Sources", access: .signedIn,
      parameters: [
        .query("state", .words(SourceFile.State.allCases.map(\.rawValue)), "Those that failed when missing."),
        .query("after", .string, "The path of the last file of the page before."),
        .query(
          "afterRemote", .string, "The service's id of the last file of the page before: several may have one path."),
      ], responses: [.json(.ok, "Up to 100, by path", IdentityShapes.list(of: SourceShapes.file))]
    ) { request, context in
      let found = try await sources.files(
        of: try context.id("sourceId"), state: request.query.string("state").flatMap(SourceFile.State.init),
        after: (request.query.string("after") ?? "", request.query.string("afterRemote")),
        as: try context.requirePrincipal())
      return .items(found.map(\.json))
    }
  }

  private var retry: Endpoint {
    Endpoint(
      .post, "/rest/v1/sources/{sourceId}/retry", id: "retrySourceFiles",
      summary: "Has files that failed tried again now", tag: "Sources", access: .signedIn,
      parameters: [.query("remote", .string, "The service's id of one file; all when missing.")],
      responses: [.json(.ok, "How many", .object([.required("files", .integer)]))]
    ) { request, context in
      let count = try await sources.retry(
        try context.id("sourceId"), remote: request.query.string("remote"), as: try context.requirePrincipal())
      return .json(["files": JSONValue(count)])
    }
  }
}

extension RemotePage {
  fileprivate var json: JSONValue {
    let items = items.map { item -> JSONValue in
      var body: JSONObject = [
        "id": .string(item.id), "name": .string(item.name), "folder": .bool(item.kind == .folder),
      ]
      body["size"] = item.size.map { .int($0) }
      body["path"] = item.path.map { .string($0) }
      return .object(body)
    }
    var body: JSONObject = ["items": .array(items)]
    body["next"] = next
    return .object(body)
  }
}
