import Core
package import HTTPAPI
package import HTTPTypes
package import Hummingbird
import Identity

/// Turns models into pages.
package struct PageRenderer: Sendable {
  let templates: PageTemplates
  let files: PageFiles
  private let authenticator: Authenticator

  /// - Throws: when a template can't be parsed.
  package init(files: EmbeddedFiles, authenticator: Authenticator) throws {
    templates = try PageTemplates(files)
    self.files = PageFiles(files)
    self.authenticator = authenticator
  }

  /// The frame of a page for whoever asks.
  func frame(
    _ title: String, room: RailRoom.Name?, _ request: Request, _ context: APIContext, search: String = ""
  ) -> PageFrame {
    PageFrame(
      title: title, room: room, principal: context.principal, csrf: csrf(request), files: files, search: search,
      notice: PageNotice(request.query, address: request.uri.description), templates: templates)
  }

  /// A page without rail and header.
  package func frameAlone(_ title: String, csrf: String = "") -> PageFrame {
    PageFrame(title: title, room: nil, principal: nil, csrf: csrf, files: files, templates: templates)
  }

  /// The page that a template makes of a model.
  package func page(
    _ template: String, _ model: Any, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) throws -> Response {
    let html = try templates.render(template, model)
    return .bytes(Array(html.utf8), type: "text/html; charset=utf-8", status: status, headers: headers)
  }

  /// Sends the browser on after a form, so that reloading doesn't send the form again (RFC 9110, section 15.4.4).
  package func redirect(to address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address])
  }

  /// The fields of a form that came from one of our pages in this very session.
  /// - Throws: `SignInError.forgedForm` (403) when it didn't.
  func form(_ request: Request, _ context: APIContext) async throws -> FormFields {
    let fields = try await request.form(context)
    try CSRFToken.verify(fields["csrf"], for: cookie(request))
    return fields
  }

  private func csrf(_ request: Request) -> String {
    cookie(request).map(CSRFToken.make(for:)) ?? ""
  }

  private func cookie(_ request: Request) -> String? {
    authenticator.sessionToken(request.headers[.cookie])
  }
}

extension PageRenderer {
  /// Pages need forms that lead to another service: a browser applies `form-action` to redirects too.
  static let formsMayLeave: HTTPFields = [
    .contentSecurityPolicy:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
      + "form-action 'self' https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; frame-ancestors 'none'"
  ]
}
