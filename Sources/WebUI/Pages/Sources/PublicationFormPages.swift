package import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
package import Library
package import Sources

/// Making and changing publications.
package struct PublicationFormPages: EndpointGroup {
  private let sources: SourceRoom
  private let connections: Connections
  private let library: Library
  private let pages: PageRenderer

  package init(sources: SourceRoom, connections: Connections, library: Library, pages: PageRenderer) {
    self.sources = sources
    self.connections = connections
    self.library = library
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/publications/{publicationId}"
    return [
      .page(
        "/app/publications/new", id: "getNewPublicationPage", summary: "Shows the form of a new publication",
        handler: showNew),
      .act("/app/publications/new", id: "postNewPublicationPage", summary: "Makes a publication", handler: create),
      .act(
        "/app/publications/new/browse", id: "postNewPublicationBrowse", summary: "Shows another folder",
        handler: browse),
      .page(
        one + "/edit", id: "getPublicationEditPage", summary: "Shows the form of a publication", handler: showOne),
      .act(one + "/edit", id: "postPublicationEditPage", summary: "Changes a publication", handler: save),
    ]
  }

  func placeName(_ publication: Publication) async throws -> String {
    switch publication.origin {
    case .machine: "Folders of this machine"
    case .connection(let id): try await connections.resolve(id.description, in: publication.team).name
    }
  }

  func collectionName(_ publication: Publication, as principal: Principal) async -> String {
    (try? await library.collections.collection(publication.collection, as: principal).name)
      ?? "a collection that you don't see"
  }

  private func showNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    try Access.require(.connectSource, on: .team(principal.organizationTeam), as: principal)
    guard let connection = request.query.string("connection") else { return try await choice(request, context) }
    let at = SourceFolder(id: request.query.string("at") ?? "", path: request.query.string("path") ?? "")
    return try await form(
      .init(
        heading: "New publication", connection: connection, name: "",
        collection: request.query.string("collection").flatMap { CollectionID($0) }), at: at, request, context)
  }

  private func choice(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await connections.list(team: principal.organizationTeam, as: principal)
    let machine = SourceChoicePage.Place(
      id: "folder", name: "Folders of this machine", note: "Those that the operator allows")
    return try pages.page(
      "publication-choice",
      SourceChoicePage(
        frame: pages.frame("New publication", room: .connections, request, context),
        places: [machine] + found.map { .init(id: $0.id.description, name: $0.name, note: $0.connector) }))
  }

  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    do {
      let made = try await sources.publish(
        in: principal.organizationTeam, try PublicationFields.form(fields), as: principal)
      return pages.redirect(to: "/app/publications/\(made.id)")
    } catch let error as any CodedError where error.category == .invalid || error.category == .conflict {
      return try await form(entered(fields, nil, error), at: nil, request, context)
    }
  }

  /// Shows another folder, and chooses it; what is entered stays.
  private func browse(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await pages.form(request, context)
    let (at, next) = FolderBrowse.opened(fields)
    var subject = entered(fields, nil, nil)
    subject.rules = try? PublicationFields.rules(fields, folder: at)
    return try await form(subject, at: at, next: next, request, context)
  }

  private func showOne(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await sources.publication(try context.id("publicationId"), as: principal)
    try Access.require(.editServiceSettings, on: .team(found.team), as: principal)
    return try await form(
      .init(
        heading: found.name, connection: found.origin.text, id: found.id, name: found.name,
        collection: found.collection, rules: found.rules), at: nil, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let id: PublicationID = try context.id("publicationId")
    let fields = try await pages.form(request, context)
    do {
      _ = try await sources.update(id, try PublicationFields.form(fields), as: try context.requirePrincipal())
      return pages.redirect(to: "/app/publications/\(id)?notice=saved")
    } catch let error as any CodedError where error.category == .invalid || error.category == .conflict {
      return try await form(entered(fields, id, error), at: nil, request, context)
    }
  }

  private func entered(
    _ fields: FormFields, _ id: PublicationID?, _ error: (any CodedError)?
  ) -> PublicationFormPage.Subject {
    let name = PublicationFields.text(fields, "name")
    return .init(
      heading: id == nil ? "New publication" : name, connection: PublicationFields.text(fields, "connection"), id: id,
      name: name, collection: CollectionID(PublicationFields.text(fields, "collection")),
      rules: try? PublicationFields.rules(fields), problem: error.map { "\($0.message)" })
  }

  private func form(
    _ subject: PublicationFormPage.Subject, at: SourceFolder?, next: JSONValue? = nil, _ request: Request,
    _ context: APIContext
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    var subject = subject
    var browsed: FolderBrowse?
    if let at = at ?? (subject.id == nil ? SourceFolder(id: "", path: "") : nil) {
      do {
        browsed = try await FolderBrowse.look(
          into: at, of: subject.connection, next: next, sources, as: principal)
      } catch let error as any CodedError {
        subject.problem = subject.problem ?? error.message
      }
    }
    return try pages.page(
      "publication-form",
      PublicationFormPage(
        frame: pages.frame(subject.heading, room: .connections, request, context), subject, browsed: browsed,
        collections: try await library.collections.all(as: principal)),
      status: subject.problem == nil ? .ok : .badRequest)
  }
}
