import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import TestSupport
import Testing

@testable import HTTPAPI

@Suite struct BrowserFlowTests {
  private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

  @Test(arguments: StoreEngine.tested)
  func aBrowserSignsInConsentsAndTheApplicationGetsItsTokens(engine: StoreEngine) async throws {
    try await OAuthHouse.serve(engine) { house in
      let (application, secret, request) = try await Self.application(house)
      // Not signed in: to the sign-in page, and back here afterwards.
      let first = try await house.get(request)
      #expect(first.status == .seeOther)
      let location = try #require(first.headers[.location])
      #expect(location.hasPrefix("/app/sign-in?returnTo="))
      let page = try await house.get(location)
      #expect(page.headers[.contentSecurityPolicy]?.contains("form-action 'self' https://client.example;") == true)
      let back = try #require(page.model["returnTo"]?.stringValue)
      let answer = try await house.post(
        "/app/sign-in",
        [
          ("userName", "admin"), ("password", OAuthHouse.password), ("returnTo", back),
          ("csrf", page.model["csrf"]?.stringValue ?? ""),
        ], headers: [.cookie: try #require(page.cookies.first)])
      #expect(answer.status == .seeOther && answer.headers[.location] == back)
      let cookie: HTTPFields = [.cookie: try #require(answer.cookies.first { $0.hasPrefix("__Host-weir=") })]
      // Signed in: consent, then the code.
      let consent = try await house.get(back, headers: cookie)
      #expect(consent.status == .ok)
      #expect(consent.headers[.contentSecurityPolicy]?.contains("form-action 'self' https://client.example;") == true)
      let action = try #require(consent.model["action"]?.stringValue)
      let allowed = try await house.post(
        action, [("csrf", consent.model["csrf"]?.stringValue ?? ""), ("decision", "allow")], headers: cookie)
      #expect(allowed.status == .seeOther)
      let query = try #require(URLComponents(string: allowed.headers[.location] ?? "")?.queryItems)
      let values = Dictionary(query.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
      #expect(values["state"] == "a b&c" && values["iss"] == OAuthHouse.issuer)
      let tokens = try await house.post(
        "/connect/token",
        [
          ("grant_type", "authorization_code"), ("code", values["code"] ?? ""),
          ("redirect_uri", "https://client.example/callback"), ("code_verifier", Self.verifier),
          ("client_id", application), ("client_secret", secret),
        ])
      #expect(tokens.status == .ok && tokens.headers[.cacheControl] == "no-store")
      let bearer: HTTPFields = [.authorization: "bearer \(tokens.model["access_token"]?.stringValue ?? "")"]
      #expect(try await house.get("/connect/userinfo", headers: bearer).model["sub"] == "admin")
      #expect(try await house.get("/rest/v1/me", headers: bearer).model["userName"] == "admin")
    }
  }

  @Test func aForeignFormIsRefusedEverywhere() async throws {
    try await OAuthHouse.serve { house in
      let (_, _, request) = try await Self.application(house)
      let page = try await house.get("/app/sign-in")
      let credentials = [("userName", "admin"), ("password", OAuthHouse.password)]
      let csrf = page.model["csrf"]?.stringValue ?? ""
      let none: HTTPFields = [:]
      let own: HTTPFields = [.cookie: page.cookies[0]]
      let forgeries: [([(String, String)], HTTPFields)] = [
        (credentials, none), (credentials + [("csrf", csrf)], none), (credentials + [("csrf", "x")], own),
      ]
      for (form, headers) in forgeries {
        let answer = try await house.post("/app/sign-in", form, headers: headers)
        #expect(answer.status == .forbidden && !answer.cookies.contains { $0.hasPrefix("__Host-weir=") })
      }
      let cookie = try await house.signIn()
      let action = try #require(try await house.get(request, headers: cookie).model["action"]?.stringValue)
      for form in [[("decision", "allow")], [("decision", "allow"), ("csrf", csrf)]] {
        let answer = try await house.post(action, form, headers: cookie)
        #expect(answer.status == .forbidden && answer.headers[.location] == nil)
      }
      #expect(try await house.post("/app/sign-out", [], headers: cookie).status == .forbidden)
      #expect(try await house.get("/rest/v1/me", headers: cookie).status == .ok)
    }
  }

  @Test func signingOutEndsTheSessionAndTakesTheCookieAway() async throws {
    try await OAuthHouse.serve { house in
      let cookie = try await house.signIn()
      let token = String((cookie[.cookie] ?? "").split(separator: "=", maxSplits: 1).last ?? "")
      let answer = try await house.post("/app/sign-out", [("csrf", CSRFToken.make(for: token))], headers: cookie)
      #expect(answer.status == .seeOther && answer.cookies == ["__Host-weir="])
      #expect(try await house.get("/rest/v1/me", headers: cookie).status == .unauthorized)
    }
  }

  @Test func aFailedSignInSaysOneThingWhateverWasWrongAndThenAsksToWait() async throws {
    try await OAuthHouse.serve { house in
      let page = try await house.get("/app/sign-in")
      let headers: HTTPFields = [.cookie: page.cookies[0]]
      var problems: Set<String> = []
      for name in ["admin", "nobody", "admin", "nobody", "admin", "admin", "admin"] {
        let answer = try await house.post(
          "/app/sign-in",
          [("userName", name), ("password", "wrong"), ("csrf", page.model["csrf"]?.stringValue ?? "")],
          headers: headers)
        #expect(answer.status == .unauthorized && answer.cookies.isEmpty)
        problems.insert(answer.model["problem"]?.stringValue ?? "")
      }
      #expect(problems.count == 1)
      let throttled = try await house.post(
        "/app/sign-in",
        [("userName", "admin"), ("password", OAuthHouse.password), ("csrf", page.model["csrf"]?.stringValue ?? "")],
        headers: headers)
      #expect(throttled.status == .tooManyRequests && throttled.headers[.retryAfter] == "1")
    }
  }

  @Test func anUnknownRedirectURIIsShownAndNotFollowed() async throws {
    try await OAuthHouse.serve { house in
      let (_, _, request) = try await Self.application(house)
      let evil = request.replacing("client.example", with: "evil.example")
      for headers: HTTPFields in [[:], try await house.signIn()] {
        let answer = try await house.get(evil, headers: headers)
        #expect(answer.status == .badRequest && answer.headers[.location] == nil)
      }
    }
  }

  @Test(arguments: [
    ("/app/flows?x=1", "/app/flows?x=1"), ("https://evil.example/", "/app"), ("//evil.example/", "/app"),
    ("/\\evil.example", "/app"), ("", "/app"), ("javascript:alert(1)", "/app"), ("/a\r\nSet-Cookie: x=y", "/app"),
    ("/app/sign-in?returnTo=/x", "/app"), ("/app/sign-out", "/app"),
  ])
  func onlyAPathOnThisSiteIsGoneBackTo(address: String, target: String) {
    #expect(ReturnAddress.safe(address) == target)
  }

  @Test func overPlainHTTPTheCookieHasItsPlainName() async throws {
    try await OAuthHouse.serve(isSecure: false) { house in
      let cookie = try await house.signIn()
      #expect(cookie[.cookie]?.hasPrefix("weir=") == true)
      #expect(try await house.get("/rest/v1/me", headers: cookie).status == .ok)
    }
  }

  static func application(_ house: OAuthHouse) async throws -> (id: String, secret: String, request: String) {
    let draft = ApplicationDraft(name: "Client", redirectURIs: ["https://client.example/callback"])
    let registered = try await house.identity.applications.register(draft, as: house.administrator)
    let id = registered.application.id.description
    let query = [
      "client_id=\(id)", "response_type=code", "redirect_uri=https%3A%2F%2Fclient.example%2Fcallback",
      "scope=openid%20api%20offline_access", "state=a%20b%26c", "code_challenge_method=S256",
      "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    ]
    return (id, registered.secret?.revealed ?? "", "/connect/authorize?" + query.joined(separator: "&"))
  }
}
