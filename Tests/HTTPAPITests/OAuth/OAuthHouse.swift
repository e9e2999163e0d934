import Core
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import TestSupport
import Testing

/// The identity part of the API on a real store, with pages that show their models as JSON.
struct OAuthHouse: Sendable {
  static let password = "correct horse battery"
  static let issuer = "https://media.example.org"

  let identity: Identity
  let administrator: Principal
  let client: any TestClientProtocol

  static func serve(
    _ engine: StoreEngine = .sqlite, isSecure: Bool = true,
    _ test: @escaping @Sendable (OAuthHouse) async throws -> Void
  ) async throws {
    try await engine.withStore(IdentitySchema.migrations) { store in
      var settings = IdentitySettings(issuer: isSecure ? issuer : "http://127.0.0.1:8080")
      settings.passwordCost = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)
      let effects = Effects.test()
      let sealer = Sealer(seal: { bytes, _ in bytes }, open: { bytes, _ in bytes })
      let identity = try await Identity(store: store, effects: effects, sealer: sealer, settings: settings)
      _ = try await identity.people.addFirstAdministrator(password: Secret(password))
      let administrator = try await identity.console()
      let groups: [any EndpointGroup] = [
        SignInEndpoints(identity: identity, effects: effects, pages: .json),
        AuthorizeEndpoints(identity: identity, effects: effects, pages: .json),
        EndSessionEndpoints(identity: identity, effects: effects, pages: .json),
        TokenEndpoints(identity: identity), DiscoveryEndpoints(identity: identity),
        IdentityPeopleEndpoints(identity: identity), IdentityMeEndpoints(identity: identity),
        IdentityTeamEndpoints(identity: identity), IdentityMemberEndpoints(identity: identity),
        IdentityApplicationEndpoints(identity: identity),
      ]
      let api = APISettings(
        version: "1", isSecure: isSecure, effects: effects, authenticator: Authenticator(identity: identity),
        metrics: PrometheusRegistry())
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      let application = Application(responder: try APIResponder(groups, settings: api), logger: logger)
      try await application.test(.router) { client in
        try await test(OAuthHouse(identity: identity, administrator: administrator, client: client))
      }
    }
  }

  /// Posts a form; blanks and signs are encoded.
  func post(_ path: String, _ form: [(String, String)], headers: HTTPFields = [:]) async throws -> TestResponse {
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    let body = form.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
    return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
  }

  func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
    try await client.execute(uri: path, method: .get, headers: headers)
  }

  /// Signs the administrator in as a browser does.
  /// - Returns: the `Cookie` header of that browser.
  func signIn() async throws -> HTTPFields {
    let page = try await get("/app/sign-in")
    let form = try #require(page.cookies.first)
    let answer = try await post(
      "/app/sign-in",
      [
        ("userName", "admin"), ("password", Self.password), ("csrf", page.model["csrf"]?.stringValue ?? ""),
        ("returnTo", "/app"),
      ], headers: [.cookie: form])
    #expect(answer.status == .seeOther)
    return [.cookie: try #require(answer.cookies.first { !$0.hasSuffix("=") })]
  }

  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

extension OAuthPages {
  /// The models as JSON.
  static let json = OAuthPages(
    signIn: { form in
      .json([
        "problem": JSONValue(form.problem), "userName": .string(form.userName), "returnTo": .string(form.returnTo),
        "csrf": .string(form.csrf),
      ])
    },
    consent: { prompt in .json(["action": .string(prompt.action), "csrf": .string(prompt.csrf)]) },
    signOut: { prompt in .json(["action": .string(prompt.action), "csrf": .string(prompt.csrf)]) })
}

extension TestResponse {
  /// The JSON of the body; null when it is none.
  var model: JSONValue { (try? JSONValue(parsing: Array(body.readableBytesView))) ?? .null }

  /// `name=value` of every cookie that is set.
  var cookies: [String] {
    headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) }
  }
}
