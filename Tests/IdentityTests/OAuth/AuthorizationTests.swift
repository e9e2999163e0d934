import Core
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct AuthorizationTests {
  @Test(arguments: StoreEngine.tested)
  func whoIsNotKnownIsToldAndNeverRedirected(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let session = try await house.session(of: house.administrator.person)
      let refusals: [([String: String?], AuthorizationRefusal)] = [
        (["client_id": nil], .unknownApplication), (["client_id": "nonsense"], .unknownApplication),
        (["client_id": UUID().uuidString], .unknownApplication), (["redirect_uri": nil], .missingRedirectURI),
        (["redirect_uri": ""], .missingRedirectURI),
        (["redirect_uri": "https://evil.example/callback"], .unknownRedirectURI),
        (["redirect_uri": WebClient.redirect + "/"], .unknownRedirectURI),
        (["redirect_uri": WebClient.redirect + "?a=b"], .unknownRedirectURI),
        (["redirect_uri": "https://CLIENT.example/callback"], .unknownRedirectURI),
        (["redirect_uri": WebClient.redirect + "\u{0}"], .ambiguous),
      ]
      for (changes, refusal) in refusals {
        let outcome = try await house.identity.oauth.authorize(client.request(changes), session: session)
        #expect(outcome.refusal == refusal)
      }
      for name in ["client_id", "redirect_uri"] {
        let value = name == "client_id" ? client.application.id.description : WebClient.redirect
        let twice = OAuthParameters([
          ("client_id", client.application.id.description), ("redirect_uri", WebClient.redirect), (name, value),
        ])
        #expect(try await house.identity.oauth.authorize(twice, session: session).refusal == .ambiguous)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func otherMistakesGoBackToTheApplicationWithStateAndIssuer(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house, scopes: [.openid, .api])
      let base: [String: String?] = ["scope": "openid api"]
      let mistakes: [([String: String?], String)] = [
        (["response_type": nil], "invalid_request"), (["response_type": "token"], "unsupported_response_type"),
        (["response_type": "code id_token"], "unsupported_response_type"),
        (["response_mode": "fragment"], "invalid_request"), (["scope": nil], "invalid_scope"),
        (["scope": "openid nonsense"], "invalid_scope"), (["scope": "openid offline_access"], "invalid_scope"),
        (["code_challenge_method": "plain"], "invalid_request"), (["code_challenge_method": nil], "invalid_request"),
        (["code_challenge": "short"], "invalid_request"), (["code_challenge": nil], "invalid_request"),
        (["prompt": "none login"], "invalid_request"), (["prompt": "dance"], "invalid_request"),
        (["max_age": "-1"], "invalid_request"), (["max_age": "soon"], "invalid_request"),
        (["request": "eyJ"], "request_not_supported"), (["request_uri": "https://x"], "request_uri_not_supported"),
        (["prompt": "none"], "login_required"), (["nonce": String(repeating: "n", count: 5000)], "invalid_request"),
      ]
      for (changes, error) in mistakes {
        let request = client.request(base.merging(changes) { _, change in change })
        let answer = try client.answer(await house.identity.oauth.authorize(request, session: nil))
        #expect(answer["error"] == error, "\(changes)")
        #expect(answer["state"] == "s t&te" && answer["iss"] == House.issuer && answer["code"] == nil)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPublicClientHasToProveItsKey(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house, isPublic: true)
      let request = client.request(["code_challenge": nil, "code_challenge_method": nil])
      let answer = try client.answer(await house.identity.oauth.authorize(request, session: nil))
      #expect(answer["error"] == "invalid_request")
      let confidential = try await WebClient.register(in: house)
      let without = confidential.request(["code_challenge": nil, "code_challenge_method": nil])
      #expect(try await house.identity.oauth.authorize(without, session: nil).isSignIn)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func consentIsAskedOncePerPersonApplicationAndScopes(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let oauth = house.identity.oauth
      let session = try await house.session(of: house.administrator.person)
      let narrow = client.request(["scope": "openid"])
      guard case .consent(let prompt) = try await oauth.authorize(narrow, session: session) else {
        Issue.record("consent was not asked")
        return
      }
      #expect(prompt.scopes == [.openid] && prompt.allowedBefore.isEmpty && prompt.csrf == session.csrf)
      #expect(prompt.redirectOrigin == "https://client.example" && prompt.applicationName == "Client")
      _ = try client.answer(await oauth.decide(narrow, isAllowed: true, session: session))
      #expect(try client.answer(await oauth.authorize(narrow, session: session))["code"] != nil)
      // More scopes, another person, another application, or the wish to be asked: asked again.
      let wide = client.request()
      #expect(try await oauth.authorize(wide, session: session).consent?.allowedBefore == [.openid])
      let other = try await house.session(of: try await house.add("other").person)
      #expect(try await oauth.authorize(narrow, session: other).consent != nil)
      let another = try await WebClient.register(in: house)
      #expect(try await oauth.authorize(another.request(["scope": "openid"]), session: session).consent != nil)
      #expect(
        try await oauth.authorize(client.request(["scope": "openid", "prompt": "consent"]), session: session).consent
          != nil)
      let silent = client.request(["prompt": "none"])
      #expect(try client.answer(await oauth.authorize(silent, session: session))["error"] == "consent_required")
      let quiet = client.request(["scope": "openid", "prompt": "none"])
      #expect(try client.answer(await oauth.authorize(quiet, session: session))["code"] != nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func refusedConsentSaysSoAndIsNotRemembered(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let session = try await house.session(of: house.administrator.person)
      let oauth = house.identity.oauth
      let answer = try client.answer(await oauth.decide(client.request(), isAllowed: false, session: session))
      #expect(answer["error"] == "access_denied" && answer["state"] == "s t&te" && answer["iss"] == House.issuer)
      #expect(try await oauth.authorize(client.request(), session: session).consent != nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theFormIsNoProofOfAGoodRequest(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let session = try await house.session(of: house.administrator.person)
      let evil = client.request(["redirect_uri": "https://evil.example/"])
      let outcome = try await house.identity.oauth.decide(evil, isAllowed: true, session: session)
      #expect(outcome.refusal == .unknownRedirectURI)
      #expect(try await house.identity.oauth.decide(client.request(), isAllowed: true, session: nil).isSignIn)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func thePasswordIsAskedAgainWhenTheApplicationWantsIt(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let oauth = house.identity.oauth
      let person = house.administrator.person
      let session = try await house.session(of: person)
      _ = try await oauth.decide(client.request(), isAllowed: true, session: session)
      for changes in [["prompt": "login"], ["prompt": "login consent"]] as [[String: String?]] {
        guard case .signIn(let prompt) = try await oauth.authorize(client.request(changes), session: session) else {
          Issue.record("sign-in was not asked")
          return
        }
        #expect(!prompt.returnTo.contains("login"))
        #expect(prompt.returnTo.contains("consent") == (changes["prompt"] == "login consent"))
      }
      house.clock.advance(by: .seconds(100))
      let recent = client.request(["max_age": "99"])
      guard case .signIn(let prompt) = try await oauth.authorize(recent, session: session) else {
        Issue.record("sign-in was not asked")
        return
      }
      // Coming back does not ask again, even for max_age=0 and a slow person.
      #expect(!prompt.returnTo.contains("max_age"))
      let enough = client.request(["max_age": "100"])
      #expect(try client.answer(await oauth.authorize(enough, session: session))["code"] != nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anotherPersonThanTheHintNamesHasToSignIn(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let admin = house.administrator.person
      let idToken = try await client.exchange(house, code: client.code(in: house, as: admin)).idToken ?? ""
      let other = try await house.session(of: try await house.add("other").person)
      let session = try await house.session(of: admin)
      let hinted = client.request(["id_token_hint": idToken, "prompt": "none"])
      let oauth = house.identity.oauth
      #expect(try client.answer(await oauth.authorize(hinted, session: session))["code"] != nil)
      #expect(try client.answer(await oauth.authorize(hinted, session: other))["error"] == "login_required")
    }
  }
}

extension AuthorizationOutcome {
  var refusal: AuthorizationRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
  var consent: ConsentPrompt? { if case .consent(let prompt) = self { prompt } else { nil } }
  var isSignIn: Bool { if case .signIn = self { true } else { false } }
}
