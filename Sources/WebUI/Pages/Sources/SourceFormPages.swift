package import Connections
import Connectors
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
package import Library
package import Sources

/// Making and changing sources.
package struct SourceFormPages: EndpointGroup {
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
    let one = "/app/sources/{sourceId}"
    return [
      .page("/app/sources/new", id: "getNewSourcePage", summary: "Shows the form of a new source", handler: showNew),
      .act("/app/sources/new", id: "postNewSourcePage", summary: "Makes a source", handler: create),
      .act("/app/sources/new/browse", id: "postNewSourceBrowse", summary: "Shows another folder", handler: browse),
      .act("/app/sources/new/try", id: "postNewSourceTry", summary: "Shows what it would do", handler: tryNew),
      .page(one + "/edit", id: "getSourceEditPage", summary: "Shows the form of a source", handler: showOne),
      .act(one + "/edit", id: "postSourceEditPage", summary: "Changes a source", handler: save),
      .act(one + "/browse", id: "postSourceBrowse", summary: "Shows another folder", handler: browseOne),
      .act(one + "/try", id: "postSourceTry", summary: "Shows what it would do", handler: tryOne),
    ]
  }

  func placeName(_ source: Source) async throws -> String {
    switch source.origin {
    case .machine: "Folders of this machine"
    case .connection(let id): try await connections.resolve(id.description, in: source.team).name
    }
  }

  private func showNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    try Access.require(.connectSource, on: .team(principal.organizationTeam), as: principal)
    guard let connection = request.query.string("connection") else { return try await choice(request, context) }
    let at = SourceFolder(id: request.query.string("at") ?? "", path: request.query.string("path") ?? "")
    let name = at.path.split(separator: "/").last.map(String.init) ?? ""
    var rules = SourceRules(folders: [])
    if let origin = SourceOrigin(connection) {
      rules.mapping = try await sources.suggestedMapping(origin, team: principal.organizationTeam, as: principal)
    }
    return try await form(
      .init(heading: "New source", place: "", connection: connection, name: name, rules: rules), at: at, request,
      context)
  }

  private func choice(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await connections.list(team: principal.organizationTeam, as: principal)
    let machine = SourceChoicePage.Place(
      id: "folder", name: "Folders of this machine", note: "Those that the operator allows")
    return try pages.page(
      "source-choice",
      SourceChoicePage(
        frame: pages.frame("New source", room: .connections, request, context),
        places: [machine] + found.map { .init(id: $0.id.description, name: $0.name, note: $0.connector) }))
  }

  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    do {
      let made = try await sources.create(
        in: principal.organizationTeam, try SourceFields.form(fields), as: principal)
      return pages.redirect(to: "/app/sources/\(made.id)")
    } catch let error as SourceError {
      return try await form(entered(fields, nil, error), at: nil, request, context)
    }
  }

  /// Shows another folder; what is ticked and entered stays.
  private func browse(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await pages.form(request, context)
    let (at, next) = FolderBrowse.opened(fields)
    var subject = entered(fields, nil, nil)
    if subject.name.isEmpty { subject.name = at.path.split(separator: "/").last.map(String.init) ?? "" }
    return try await form(subject, at: at, next: next, request, context)
  }

  private func browseOne(_ request: Request, _ context: APIContext) async throws -> Response {
    let source = try await sources.read(try context.id("sourceId"), as: try context.requirePrincipal())
    let fields = try await pages.form(request, context)
    let (at, next) = FolderBrowse.opened(fields)
    var subject = entered(fields, source.id, nil)
    subject.heading = source.name
    // A source stays where its files are.
    subject.connection = source.origin.text
    return try await form(subject, at: at, next: next, request, context)
  }

  private func tryNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    var subject = entered(fields, nil, nil)
    do {
      let form = try SourceFields.form(fields)
      guard let origin = form.origin, let rules = form.rules else { throw SourceError.connectionNotFound }
      subject.preview = try await sources.preview(origin, rules, team: principal.organizationTeam, as: principal)
    } catch let error as any CodedError {
      subject.problem = error.message
    }
    return try await form(subject, at: nil, request, context)
  }

  private func showOne(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let source = try await sources.read(try context.id("sourceId"), as: principal)
    try Access.require(.editServiceSettings, on: .team(source.team), as: principal)
    return try await form(
      .init(
        heading: source.name, place: "", connection: source.origin.text, id: source.id, name: source.name,
        rules: source.rules), at: nil, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let id: SourceID = try context.id("sourceId")
    let fields = try await pages.form(request, context)
    do {
      _ = try await sources.update(id, try SourceFields.form(fields), as: try context.requirePrincipal())
      return pages.redirect(to: "/app/sources/\(id)?notice=saved")
    } catch let error as SourceError where error.category != .notFound {
      return try await form(entered(fields, id, error), at: nil, request, context)
    }
  }

  private func tryOne(_ request: Request, _ context: APIContext) async throws -> Response {
    let id: SourceID = try context.id("sourceId")
    let fields = try await pages.form(request, context)
    var subject = entered(fields, id, nil)
    do {
      subject.preview = try await sources.preview(
        id, rules: try SourceFields.rules(fields), as: try context.requirePrincipal())
    } catch let error as SourceError where error.category != .notFound {
      subject.problem = error.message
    }
    return try await form(subject, at: nil, request, context)
  }

  private func entered(_ fields: FormFields, _ id: SourceID?, _ error: SourceError?) -> SourceFormPage.Subject {
    let name = fields.value(ignoringCaseOf: "name") ?? ""
    return .init(
      heading: id == nil ? "New source" : name, place: "",
      connection: fields.value(ignoringCaseOf: "connection") ?? "", id: id, name: name,
      rules: SourceFields.draft(fields), problem: error.map { "\($0.message)" })
  }

  private func form(
    _ subject: SourceFormPage.Subject, at: SourceFolder?, next: JSONValue? = nil, _ request: Request,
    _ context: APIContext
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    var subject = subject
    var browsed: FolderBrowse?
    // A form that comes back with a problem shows the top again; what was chosen stays.
    if let at = at ?? (subject.id == nil ? SourceFolder(id: "", path: "") : nil) {
      do {
        browsed = try await FolderBrowse.look(
          into: at, of: subject.connection, next: next, sources, as: principal)
      } catch let error as any CodedError {
        subject.problem = subject.problem ?? error.message
      }
    }
    return try pages.page(
      "source-form",
      SourceFormPage(
        frame: pages.frame(subject.heading, room: .connections, request, context), subject, browsed: browsed,
        categories: try await library.categories.all(as: principal)),
      status: subject.problem == nil ? .ok : .badRequest)
  }
}
