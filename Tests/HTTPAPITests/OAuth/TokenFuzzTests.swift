import Core
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import TestSupport
import Testing

/// Whatever comes in, the token endpoint answers with an error of RFC 6749 and never with a fault.
@Suite struct TokenFuzzTests {
  @Test func everyBadRequestIsAnsweredAsTheStandardSays() async throws {
    try await OAuthHouse.serve { house in
      let (id, secret) = try await Self.robot(house)
      let good = "grant_type=client_credentials&client_id=\(id)&client_secret=\(secret)"
      let cases: [(body: String, type: String?, status: Int, error: String)] = [
        ("", Self.form, 401, "invalid_client"), (good, nil, 400, "invalid_request"),
        (good, "application/json", 400, "invalid_request"), (good, "text/plain", 400, "invalid_request"),
        (good, "multipart/form-data; boundary=x", 400, "invalid_request"),
        ("{\"grant_type\":\"client_credentials\"}", Self.form, 401, "invalid_client"),
        (good + "&client_id=\(id)", Self.form, 400, "invalid_request"),
        (good + "&grant_type=client_credentials", Self.form, 400, "invalid_request"),
        (good + "&scope=api&scope=api", Self.form, 400, "invalid_request"),
        (good + "&scope=" + String(repeating: "a", count: 5000), Self.form, 400, "invalid_request"),
        (good + "&scope=a%00b", Self.form, 400, "invalid_request"),
        (good + "&scope=admin", Self.form, 400, "invalid_scope"),
        ("grant_type=%ff%fe&client_id=\(id)&client_secret=\(secret)", Self.form, 400, "unsupported_grant_type"),
        ("client_id=\(id)&client_secret=\(secret)", Self.form, 400, "invalid_request"),
        ("grant_type=client_credentials&client_id=\(id)&client_secret=wrong", Self.form, 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=' or 1=1 --&client_secret=x", Self.form, 401, "invalid_client"),
        (String(repeating: "a=b&", count: 40_000), Self.form, 413, "invalid_request"),
        (String(repeating: "&=&", count: 1000), Self.form, 401, "invalid_client"),
      ]
      for (body, type, status, error) in cases {
        let answer = try await Self.post(house, body, type)
        #expect(
          answer.status.code == status && answer.model["error"] == .string(error), "\(body.prefix(80)) \(type ?? "-")")
        #expect(answer.headers[.cacheControl] == "no-store")
        if status == 401 { #expect(answer.headers[.wwwAuthenticate] == "Basic realm=\"weir\"") }
      }
      let fine = try await Self.post(house, good + "&unknown=1&state=x", Self.form + "; charset=UTF-8")
      #expect(fine.status == .ok && fine.headers[.cacheControl] == "no-store")
    }
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func randomFormsNeverCauseAFault(seed: UInt64) async throws {
    try await OAuthHouse.serve { house in
      let (id, secret) = try await Self.robot(house)
      var chance = SeededGenerator(seed: seed)
      let names = [
        "grant_type", "client_id", "client_secret", "scope", "code", "redirect_uri", "code_verifier", "refresh_token",
        "username", "password", "token", "token_type_hint", "", "x",
      ]
      let words = [
        "authorization_code", "refresh_token", "client_credentials", "password", id, secret, "openid api", "admin", "",
        "https://client.example/", "a.b.c", "\u{0}", "é\u{301}", String(repeating: "Z", count: 3000),
      ]
      for round in 0..<400 {
        var fields: [(String, String)] = [("client_id", id), ("client_secret", secret)]
        if round.isMultiple(of: 3) { fields = [] }
        for _ in 0..<Int.random(in: 0...6, using: &chance) {
          fields.append((names.randomElement(using: &chance) ?? "", words.randomElement(using: &chance) ?? ""))
        }
        let path = ["/connect/token", "/connect/introspect", "/connect/revocation"][round % 3]
        let answer = try await house.post(path, fields)
        #expect([200, 400, 401].contains(answer.status.code), "seed \(seed), round \(round): \(answer.status)")
        if answer.status.code != 200 { #expect(answer.model["error"]?.stringValue != nil, "seed \(seed)") }
      }
    }
  }

  @Test func randomBytesNeverCauseAFault() async throws {
    let seed = SeededGenerator.freshSeed()
    try await OAuthHouse.serve { house in
      var chance = SeededGenerator(seed: seed)
      for round in 0..<200 {
        let bytes = chance.bytes(Int.random(in: 0...400, using: &chance))
        let answer = try await house.client.execute(
          uri: "/connect/token", method: .post, headers: [.contentType: Self.form], body: ByteBuffer(bytes: bytes))
        #expect([400, 401].contains(answer.status.code), "seed \(seed), round \(round)")
      }
    }
  }

  @Test func wrongCredentialsInTheHeaderAreChallenged() async throws {
    try await OAuthHouse.serve { house in
      for header in ["Basic", "Basic ", "Basic %%%", "Basic Og==", "Digest x", "Bearer x", "Basic /////w=="] {
        let answer = try await house.post(
          "/connect/token", [("grant_type", "client_credentials")], headers: [.authorization: header])
        #expect(answer.status == .unauthorized && answer.model["error"] == "invalid_client", "\(header)")
        #expect(answer.headers[.wwwAuthenticate] == "Basic realm=\"weir\"")
      }
    }
  }

  private static let form = "application/x-www-form-urlencoded"

  private static func post(_ house: OAuthHouse, _ body: String, _ type: String?) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    if let type { headers[.contentType] = type }
    return try await house.client.execute(
      uri: "/connect/token", method: .post, headers: headers, body: ByteBuffer(string: body))
  }

  private static func robot(_ house: OAuthHouse) async throws -> (String, String) {
    let draft = ApplicationDraft(name: "Robot", scopes: [.api], grants: [.clientCredentials])
    let registered = try await house.identity.applications.register(draft, as: house.administrator)
    return (registered.application.id.description, registered.secret?.revealed ?? "")
  }
}
