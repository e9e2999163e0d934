package import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
package import Identity

/// Pages for whoever holds a link to connect a service, with or without an account here. The link alone lets in.
package struct InvitationPages: EndpointGroup {
  private let connections: Connections
  private let directory: ConnectorDirectory
  private let people: People
  private let pages: PageRenderer

  package init(connections: Connections, directory: ConnectorDirectory, people: People, pages: PageRenderer) {
    self.connections = connections
    self.directory = directory
    self.people = people
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "\(Connections.invitationPath)/{token}"
    return [
      .page(
        "\(Connections.invitationPath)/done", id: "getInvitationDone", summary: "Says that the service is connected",
        access: .anyone, handler: done),
      .page(one, id: "getInvitationPage", summary: "Says who asks for what", access: .anyone, handler: show),
      .act(one, id: "postInvitationPage", summary: "Leads to the consent page", access: .anyone, handler: begin),
      .page(
        one + "/waiting", id: "getInvitationWaiting", summary: "Shows where to agree", access: .anyone,
        handler: showWaiting),
      .act(
        one + "/waiting", id: "postInvitationWaiting", summary: "Asks whether somebody agreed", access: .anyone,
        handler: ask),
    ]
  }

  private func done(_: Request, _: APIContext) async throws -> Response {
    try pages.page("invitation-done", InvitationDonePage(frame: pages.frameAlone("Connected")))
  }

  private func show(_: Request, _ context: APIContext) async throws -> Response {
    try await page(token(context), problem: nil)
  }

  private func begin(_ request: Request, _ context: APIContext) async throws -> Response {
    try refuseOtherSites(request)
    let token = token(context)
    let connection = try await connections.invitation(token).connection
    do {
      guard connection.authentication.consent == .page else {
        _ = try await connections.beginWaiting(by: token)
        return pages.redirect(to: "\(Connections.invitationPath)/\(token.revealed)/waiting")
      }
      let start = try await connections.beginAuthorization(by: token)
      return Response(
        status: .seeOther, headers: [.location: start.url, .setCookie: start.setCookie, .cacheControl: "no-store"])
    } catch let error as any CodedError where error is AuthorizationError || error is ConnectionError {
      return try await page(token, problem: error)
    }
  }

  private func showWaiting(_: Request, _ context: APIContext) async throws -> Response {
    let token = token(context)
    let address = "\(Connections.invitationPath)/\(token.revealed)"
    guard let consent = try await connections.waiting(by: token) else { return pages.redirect(to: address) }
    let connection = try await connections.invitation(token).connection
    let service = directory.find(connection.connector)?.title ?? connection.connector
    return try pages.page(
      "invitation-waiting",
      ConnectionWaitingPage(
        frame: pages.frameAlone("Connect \(service)"), heading: "Connect \(service)", service: service,
        consent: consent, back: address, action: address + "/waiting"), headers: Self.kept)
  }

  private func ask(_ request: Request, _ context: APIContext) async throws -> Response {
    try refuseOtherSites(request)
    let token = token(context)
    do {
      switch try await connections.askWaiting(by: token) {
      case .pending: return pages.redirect(to: "\(Connections.invitationPath)/\(token.revealed)/waiting")
      case .connected: return pages.redirect(to: "\(Connections.invitationPath)/done")
      }
    } catch let error as AuthorizationError {
      return try await page(token, problem: error)
    }
  }

  private func page(_ token: Secret, problem: (any CodedError)?) async throws -> Response {
    let (invitation, connection) = try await connections.invitation(token)
    var names = PersonNames(people)
    let connector = directory.find(connection.connector)
    return try pages.page(
      "invitation",
      InvitationPage(
        frame: pages.frameAlone("Connect \(connector?.title ?? "a service")"), invitation: invitation,
        connection: connection, connector: connector, who: await names.name(of: invitation.person),
        action: "\(Connections.invitationPath)/\(token.revealed)", problem: problem?.description),
      status: problem?.httpStatus ?? .ok, headers: Self.kept)
  }

  private func token(_ context: APIContext) -> Secret { Secret(context.parameter("token")) }

  /// The address holds the link's secret: it goes to nobody else, and into no cache.
  private static let kept: HTTPFields = {
    var headers = PageRenderer.formsMayLeave
    headers[.cacheControl] = "no-store"
    if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
    return headers
  }()

  /// Nobody is signed in here, so that there is no session to check a form against; browsers say where it came from.
  private func refuseOtherSites(_ request: Request) throws {
    guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else { return }
    guard site == "same-origin" || site == "none" else { throw RequestError.crossSite }
  }
}
