import Core
import Foundation

/// What an application asks a person for, once it is known to be well-formed.
struct AuthorizationRequest: Sendable {
  /// What the `prompt` parameter may say (OpenID Connect Core 1.0, section 3.1.2.1).
  enum Prompt: String, Sendable, CaseIterable {
    /// Show nothing; answer with an error instead.
    case none
    /// Ask for the password again.
    case login
    /// Ask for consent again.
    case consent
  }

  let application: OAuthApplication
  let redirectURI: String
  let scopes: Set<OAuthScope>
  let state: String?
  let nonce: String?
  /// Of the code verifier, by SHA-256.
  let challenge: String?
  let prompts: Set<Prompt>
  /// How long ago the password may have been given, in seconds.
  let maximumAge: Int?
  /// The user name that the application expects.
  let loginHint: String?
  /// An ID token of the person that the application expects.
  let idTokenHint: String?

  /// Reads everything but who asks and where the answer goes, which has been found good before: only then may an error
  /// be sent there.
  init(_ parameters: OAuthParameters, application: OAuthApplication, redirectURI: String) throws(OAuthError) {
    self.application = application
    self.redirectURI = redirectURI
    state = try parameters.one("state")
    if try parameters.one("request") != nil { throw .requestNotSupported }
    if try parameters.one("request_uri") != nil { throw .requestURINotSupported }
    guard try parameters.required("response_type") == "code" else { throw .unsupportedResponseType }
    if let mode = try parameters.one("response_mode"), mode != "query" {
      throw .invalidRequest("Only the response mode 'query' is supported.")
    }
    try TokenEndpoint.requireGrant(.authorizationCode, of: application)
    guard let wanted = try parameters.scopes() else { throw .invalidScope("The parameter scope is missing.") }
    scopes = try TokenEndpoint.scopes(wanted, allowed: application.scopes)
    nonce = try parameters.one("nonce")
    challenge = try Self.challenge(parameters, isRequired: application.isPublic)
    prompts = try Self.prompts(parameters)
    maximumAge = try Self.maximumAge(parameters)
    loginHint = try parameters.one("login_hint")
    idTokenHint = try parameters.one("id_token_hint")
  }

  private static func challenge(_ parameters: OAuthParameters, isRequired: Bool) throws(OAuthError) -> String? {
    let challenge = try parameters.one("code_challenge")
    let method = try parameters.one("code_challenge_method")
    guard let challenge else {
      if isRequired { throw .invalidRequest("A public client has to send a code challenge (PKCE).") }
      if method != nil { throw .invalidRequest("The parameter code_challenge is missing.") }
      return nil
    }
    // Without a method, RFC 7636 means plain.
    guard method == "S256" else { throw .invalidRequest("The code challenge method has to be S256.") }
    guard ProofKey.isChallenge(challenge) else {
      throw .invalidRequest("The code challenge is not the base64url of a SHA-256.")
    }
    return challenge
  }

  private static func prompts(_ parameters: OAuthParameters) throws(OAuthError) -> Set<Prompt> {
    var prompts: Set<Prompt> = []
    for word in try parameters.one("prompt")?.split(separator: " ") ?? [] {
      guard let prompt = Prompt(rawValue: String(word)) else {
        throw .invalidRequest("The prompt has to be none, login or consent.")
      }
      prompts.insert(prompt)
    }
    if prompts.contains(.none), prompts.count > 1 {
      throw .invalidRequest("The prompt none goes with no other.")
    }
    return prompts
  }

  private static func maximumAge(_ parameters: OAuthParameters) throws(OAuthError) -> Int? {
    guard let text = try parameters.one("max_age") else { return nil }
    guard let age = Int(text), age >= 0 else { throw .invalidRequest("max_age has to be a number of seconds.") }
    return age
  }
}

extension AuthorizationRequest {
  /// The request as a local address, to come back to after signing in or consenting. What has been done by then is left
  /// out.
  func address(without done: Set<Prompt>, withAge: Bool = true) -> String {
    let prompt = Prompt.allCases.filter { prompts.contains($0) && !done.contains($0) }.map(\.rawValue)
    let pairs: [(String, String?)] = [
      ("client_id", application.id.description), ("response_type", "code"), ("redirect_uri", redirectURI),
      ("scope", scopes.text), ("state", state), ("nonce", nonce), ("code_challenge", challenge),
      ("code_challenge_method", challenge == nil ? nil : "S256"),
      ("prompt", prompt.isEmpty ? nil : prompt.joined(separator: " ")),
      ("max_age", withAge ? maximumAge.map(String.init) : nil), ("login_hint", loginHint),
      ("id_token_hint", idTokenHint),
    ]
    return RedirectURI.adding(pairs.compactMap { name, value in value.map { (name, $0) } }, to: "/connect/authorize")
  }
}
