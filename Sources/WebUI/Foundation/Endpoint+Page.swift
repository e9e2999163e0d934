package import HTTPAPI
import HTTPTypes

extension Endpoint {
  /// A page for whoever is signed in.
  package static func page(
    _ path: String, id: String, summary: String, access: AccessRule = .signedIn, handler: @escaping Handler
  ) -> Endpoint {
    Endpoint(
      .get, path, id: id, summary: summary, tag: "Pages", surface: .pages, access: access,
      responses: [.page("The page")], handler: handler)
  }

  /// What a form of a page does; leads to another page.
  package static func act(
    _ path: String, id: String, summary: String, access: AccessRule = .signedIn, handler: @escaping Handler
  ) -> Endpoint {
    Endpoint(
      .post, path, id: id, summary: summary, tag: "Pages", surface: .pages, access: access,
      body: .form(.any, "The fields of the page's form, its csrf included."),
      responses: [.empty(.seeOther, "Where to go on"), .page("The form again, with what is wrong")], handler: handler)
  }
}
