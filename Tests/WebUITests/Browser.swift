import Core
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Testing

/// Somebody's browser: follows no redirects, keeps the session's cookie, and fills in forms as they stand on the page.
struct Browser: Sendable {
  let client: any TestClientProtocol
  let cookie: String

  func get(_ path: String) async throws -> TestResponse {
    try await client.execute(uri: path, method: .get, headers: [.cookie: cookie])
  }

  /// Sends a form with the token that `page` shows.
  func post(_ path: String, from page: String, _ fields: [String: String] = [:]) async throws -> TestResponse {
    let token = try #require(try await get(page).csrf, "\(page) has no form")
    return try await post(path, fields.merging(["csrf": token]) { $1 })
  }

  /// Sends a form in which a name stands more than once.
  func post(_ path: String, raw form: String, from page: String) async throws -> TestResponse {
    let token = try #require(try await get(page).csrf, "\(page) has no form")
    return try await client.execute(
      uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded", .cookie: cookie],
      body: ByteBuffer(string: "csrf=\(token)&" + form))
  }

  /// Sends a form as it is.
  func post(_ path: String, _ fields: [String: String]) async throws -> TestResponse {
    try await client.post(path, fields, cookie: cookie)
  }
}

extension PagesHouse {
  /// Signs the administrator in through the page.
  func signIn() async throws -> Browser {
    try await signIn("admin", password: Self.password)
  }

  /// Adds somebody with a role in the library, and signs them in.
  func signIn(role: TeamRole?) async throws -> Browser {
    let draft = PersonDraft(
      userName: "ann", displayName: "Ann <b>Other</b>", libraryRole: role, password: Secret(Self.password))
    _ = try await identity.people.add(draft, as: administrator)
    return try await signIn("ann", password: Self.password)
  }

  private func signIn(_ userName: String, password: String) async throws -> Browser {
    let page = try await client.execute(uri: "/app/sign-in", method: .get)
    let form = ["userName": userName, "password": password, "csrf": try #require(page.csrf), "returnTo": "/app"]
    let answer = try await client.post("/app/sign-in", form, cookie: try #require(page.cookies.first))
    #expect(answer.status == .seeOther)
    return Browser(client: client, cookie: try #require(answer.cookies.first { !$0.hasSuffix("=") }))
  }
}

extension TestClientProtocol {
  /// Sends a form.
  func post(_ path: String, _ fields: [String: String], cookie: String) async throws -> TestResponse {
    func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
    let body = fields.map { "\(encoded($0))=\(encoded($1))" }.joined(separator: "&")
    return try await execute(
      uri: path, method: .post,
      headers: [.contentType: "application/x-www-form-urlencoded", .cookie: cookie], body: ByteBuffer(string: body))
  }
}

extension TestResponse {
  var html: String { String(buffer: body) }

  /// `name=value` of every cookie that is set.
  var cookies: [String] {
    headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) }
  }

  /// The token of the page's last form that has one: that of the content, which stands below the frame's.
  var csrf: String? {
    let parts = html.components(separatedBy: "name=\"csrf\" value=\"")
    return parts.count > 1 ? parts.last.map { String($0.prefix { $0 != "\"" }) } : nil
  }
}
