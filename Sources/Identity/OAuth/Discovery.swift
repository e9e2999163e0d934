import Core

/// The provider's description of itself (OpenID Connect Discovery 1.0; RFC 8414): only what is really there.
enum Discovery {
  static func document(_ settings: IdentitySettings) -> JSONObject {
    let issuer = settings.issuer
    let grants = OAuthGrant.allCases.filter { $0 != .password || settings.allowsPasswordGrant }
    return [
      "issuer": .string(issuer),
      "jwks_uri": .string("\(issuer)/.well-known/openid-configuration/jwks"),
      "authorization_endpoint": .string("\(issuer)/connect/authorize"),
      "token_endpoint": .string("\(issuer)/connect/token"),
      "userinfo_endpoint": .string("\(issuer)/connect/userinfo"),
      "end_session_endpoint": .string("\(issuer)/connect/endsession"),
      "revocation_endpoint": .string("\(issuer)/connect/revocation"),
      "introspection_endpoint": .string("\(issuer)/connect/introspect"),
      "scopes_supported": words(OAuthScope.allCases.map(\.rawValue)),
      "claims_supported": words([
        "sub", "name", "preferred_username", "auth_time", "nonce", "Permissions", "RoleId", "UserOrgUnitId", "UserName",
        "Email", "UserId", "SId",
      ]),
      "grant_types_supported": words(grants.map(\.rawValue)),
      "response_types_supported": words(["code"]),
      "response_modes_supported": words(["query"]),
      "token_endpoint_auth_methods_supported": words(["client_secret_basic", "client_secret_post", "none"]),
      "introspection_endpoint_auth_methods_supported": words(["client_secret_basic", "client_secret_post"]),
      "revocation_endpoint_auth_methods_supported": words(["client_secret_basic", "client_secret_post", "none"]),
      "id_token_signing_alg_values_supported": words(["RS256"]),
      "subject_types_supported": words(["public"]),
      "code_challenge_methods_supported": words(["S256"]),
      "prompt_values_supported": words(AuthorizationRequest.Prompt.allCases.map(\.rawValue)),
      "claims_parameter_supported": false,
      "request_parameter_supported": false,
      "request_uri_parameter_supported": false,
      "authorization_response_iss_parameter_supported": true,
    ]
  }

  private static func words(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }
}
