import Core
import TestSupport
import Testing

@testable import Identity

@Suite struct EndSessionTests {
  @Test(arguments: StoreEngine.tested)
  func withAHintAboutThePersonTheBrowserIsSignedOutAndSentBack(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      let session = try await house.session(of: house.administrator.person)
      house.clock.advance(by: .seconds(7200))
      let parameters = OAuthParameters([
        ("id_token_hint", tokens.idToken ?? ""), ("post_logout_redirect_uri", "https://client.example/bye"),
        ("state", "x y"),
      ])
      let outcome = try await house.identity.oauth.endSession(parameters, session: session, isConfirmed: false)
      guard case .signOut(let redirect) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(redirect == "https://client.example/bye?state=x%20y")
      #expect(client.application.signOutURIs == ["https://client.example/bye"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func withoutAHintAboutThePersonThePersonIsAsked(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      let oauth = house.identity.oauth
      let other = try await house.session(of: try await house.add("other").person)
      let id = client.application.id.description
      let cases: [[(String, String)]] = [
        [], [("client_id", id), ("post_logout_redirect_uri", "https://client.example/bye")],
        [("id_token_hint", tokens.idToken ?? "")], [("id_token_hint", tokens.accessToken)],
      ]
      for pairs in cases {
        let parameters = OAuthParameters(pairs)
        let outcome = try await oauth.endSession(parameters, session: other, isConfirmed: false)
        guard case .confirm(let prompt) = outcome else {
          Issue.record("\(pairs): \(outcome)")
          continue
        }
        #expect(prompt.csrf == other.csrf && prompt.action.hasPrefix("/connect/endsession"))
        guard case .signOut = try await oauth.endSession(parameters, session: other, isConfirmed: true) else {
          Issue.record("\(pairs): not signed out after the question")
          continue
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anAddressThatIsNotRegisteredIsNeverSentTo(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      let id = client.application.id.description
      let cases: [[(String, String)]] = [
        [("client_id", id), ("post_logout_redirect_uri", "https://evil.example/")],
        [("client_id", id), ("post_logout_redirect_uri", WebClient.redirect)],
        [("post_logout_redirect_uri", "https://client.example/bye")],
        [("id_token_hint", tokens.idToken ?? ""), ("post_logout_redirect_uri", "https://evil.example/")],
      ]
      for pairs in cases {
        let outcome = try await house.identity.oauth.endSession(
          OAuthParameters(pairs), session: nil, isConfirmed: true)
        guard case .refused(.unknownSignOutURI) = outcome else {
          Issue.record("\(pairs): \(outcome)")
          continue
        }
      }
    }
  }
}
