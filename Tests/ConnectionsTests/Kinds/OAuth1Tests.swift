import Core
import Egress
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Connections

/// OAuth 1.0a, as Flickr has it.
@Suite struct OAuth1Tests {
  private typealias Bench = ConnectionsBench

  private var flickr: AuthenticationTemplate {
    var template = AuthenticationTemplate(.oauth1)
    template.requestTokenURL = "https://quay.example/oauth/request_token"
    template.authorizationURL = "https://quay.example/oauth/authorize"
    template.tokenURL = "https://quay.example/oauth/access_token"
    template.scopes = ["read"]
    template.dialect.scopeParameter = "perms"
    return template
  }

  /// The example of RFC 5849, section 1.2.
  @Test func theSignatureIsThatOfTheRFC() {
    let pairs = OAuth1Credential(
      consumerKey: "dpf43f3p2l4k3l03", consumerSecret: Secret("kd94hf93k423kf44"), token: Secret("nnch734d00sl2jdk"),
      tokenSecret: Secret("pfkkdhi9sl3r4s00"))
    // The example has no version, and its signature is over what it sends; ours sends one.
    let signature = OAuth1Signature(
      pairs, nonce: "chapoH", at: Date(timeIntervalSince1970: 137_131_202))
    let request = OutboundRequest(
      .get, "http://PHOTOS.example.net:80/photos?file=vacation.jpg&size=original")
    let header = signature.header(for: request)
    #expect(header.hasPrefix("OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_nonce=\"chapoH\""))
    #expect(header.contains("oauth_token=\"nnch734d00sl2jdk\""))
    #expect(header.contains("oauth_signature=\"\(expected)\""))
  }

  /// HMAC-SHA1 of the base string with `oauth_version`, made with another program.
  private var expected: String { "1IAE9RzK%2BDqSqVTdQ%2F0zWANXVzs%3D" }

  @Test func aFormIsSignedAndAnyOtherBodyIsNot() {
    let pairs = OAuth1Credential(
      consumerKey: "k", consumerSecret: Secret("s"), token: Secret("t"), tokenSecret: Secret("u"))
    func header(_ body: String, _ type: String) -> String {
      OAuth1Signature(pairs, nonce: "n", at: Date(timeIntervalSince1970: 1)).header(
        for: OutboundRequest(
          .post, "https://a.example/x", headers: [.contentType: type], body: .bytes(Array(body.utf8))))
    }
    let form = "application/x-www-form-urlencoded"
    #expect(header("a=1", form) != header("a=2", form))
    #expect(header("a=1", "application/json") == header("a=2", "application/json"))
    #expect(header("a=x%20y", form) == header("a=x+y", form))
  }

  @Test(arguments: StoreEngine.tested)
  func threeLegsMakeAConnectionThatSignsItsRequests(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(flickr)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      #expect(made.state == .incomplete)
      let connections = bench.connections
      bench.services.on("/request_token") { call in
        #expect(call.headers[.authorization]?.contains("oauth_callback=") == true)
        return ScriptedServices.text(
          "oauth_callback_confirmed=true&oauth_token=planted-request&oauth_token_secret=planted-request-secret",
          type: "text/plain")
      }
      bench.services.on("/access_token") { call in
        let header = call.headers[.authorization] ?? ""
        let isRight = header.contains("planted-request") && header.contains("oauth_verifier=\"planted-verifier\"")
        return ScriptedServices.text(
          isRight
            ? "fullname=Ann&oauth_token=planted-token&oauth_token_secret=planted-token-secret" : "oauth_problem=no",
          type: "text/plain", status: isRight ? 200 : 401)
      }
      let start = try await connections.beginAuthorization(made.id, as: Bench.writer)
      let query = ConnectionsFixture.query(start.url)
      #expect(start.url.hasPrefix("https://quay.example/oauth/authorize?"))
      #expect(query["oauth_token"] == "planted-request")
      #expect(query["perms"] == "read")
      let sent = bench.services.log[0].headers[.authorization] ?? ""
      let callback = sent.split(separator: "oauth_callback=\"").last?.prefix { $0 != "\"" } ?? ""
      let twice = String(callback).removingPercentEncoding ?? ""
      let state = ConnectionsFixture.query(twice)["state"]
      var answer = AuthorizationReturn(state: state)
      answer.requestToken = Secret("another")
      answer.requestVerifier = Secret("planted-verifier")
      answer.requestToken = Secret("planted-request")
      let done = try await connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: Bench.writer)
      #expect(done.state == .healthy)
      #expect(done.isConsented)
      var request = OutboundRequest(.get, "https://api.quay.example/rest?method=x")
      try await connections.access.authorization(for: made.id).sign(
        &request, effects: bench.clock.effects()
      ) { _, _, _ in }
      let header = request.headers[.authorization] ?? ""
      #expect(header.contains("oauth_token=\"planted-token\""))
      #expect(header.contains("oauth_consumer_key=\"quay-client\""))
      // A reconnect keeps what the connection is; a refusal asks for one.
      await #expect(throws: ConnectionError.self) { try await connections.access.rejected(made.id, generation: 0) }
      #expect(try await connections.read(made.id, as: Bench.writer).state == .needsReconnect)
      await #expect(throws: ConnectionError.self) { try await connections.access.authorization(for: made.id) }
    }
  }

  @Test(arguments: [
    ("oauth_problem=signature_invalid", 401, "consumer key or its secret"),
    ("oauth_problem=timestamp_refused", 401, "clock"),
    ("<html>", 500, "status 500"),
    ("<html>", 200, "web page"),
  ])
  func aRefusedFirstLegIsSaid(body: String, status: Int, words: String) async throws {
    try await Bench.running([Bench.connector(flickr)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      bench.services.on("/request_token") { _ in ScriptedServices.text(body, status: status) }
      let error = await #expect(throws: AuthorizationError.self) {
        try await bench.connections.beginAuthorization(made.id, as: Bench.writer)
      }
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }
}
