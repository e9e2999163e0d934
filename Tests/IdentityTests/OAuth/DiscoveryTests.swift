import Core
import Testing

@testable import Identity

@Suite struct DiscoveryTests {
  @Test func theDocumentSaysWhatIsThereAndNoMore() {
    let document = Discovery.document(House.settings())
    #expect(document["issuer"] == .string(House.issuer))
    #expect(document["jwks_uri"] == .string(House.issuer + "/.well-known/openid-configuration/jwks"))
    #expect(document["token_endpoint"] == .string(House.issuer + "/connect/token"))
    #expect(document["scopes_supported"] == ["openid", "profile", "api", "offline_access"])
    #expect(
      document["grant_types_supported"]
        == ["authorization_code", "refresh_token", "client_credentials", "password"])
    #expect(document["response_types_supported"] == ["code"])
    #expect(document["code_challenge_methods_supported"] == ["S256"])
    #expect(document["id_token_signing_alg_values_supported"] == ["RS256"])
    #expect(document["authorization_response_iss_parameter_supported"] == true)
  }

  /// RFC 7636, appendix B.
  @Test func theProofKeyOfTheStandardIsTaken() {
    #expect(ProofKey.isChallenge(WebClient.challenge))
    #expect(ProofKey.verify(WebClient.verifier, against: WebClient.challenge))
    #expect(!ProofKey.verify(WebClient.verifier + "a", against: WebClient.challenge))
    #expect(!ProofKey.verify(WebClient.challenge, against: WebClient.challenge))
    #expect(!ProofKey.isChallenge(WebClient.challenge + "A"))
  }

  @Test func errorDescriptionsHaveOnlyAllowedCharacters() {
    let errors: [OAuthError] = [
      .invalidClient, .unsupportedGrantType, .unsupportedResponseType, .accessDenied, .loginRequired, .consentRequired,
      .requestNotSupported, .requestURINotSupported, .invalidToken, .insufficientScope("openid"),
      .slowDown(seconds: 3), .invalidRequest("The code challenge method has to be S256."),
    ]
    for error in errors {
      let isAllowed = error.message.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
      #expect(isAllowed, "\(error.code)")
    }
  }
}
