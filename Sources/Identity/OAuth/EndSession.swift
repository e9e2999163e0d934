import Core
import Foundation
import Persistence

/// What is to be shown or done next at the end session endpoint.
package enum EndSessionOutcome: Sendable {
  /// Somebody wants the person signed out without proof that it is the person: ask.
  case confirm(EndSessionPrompt)
  /// Sign out, then send the browser there, or say so when there is no address.
  case signOut(redirect: String?)
  case refused(AuthorizationRefusal)
}

/// What the page that asks before signing out needs.
package struct EndSessionPrompt: Sendable, Hashable {
  /// The form's `action`: it is posted to it, with `csrf`.
  package let action: String
  package let displayName: String
  package let csrf: String
  /// Where the browser will be sent, for the page's Content-Security-Policy.
  package let redirectOrigin: String?
}

/// Signing out on behalf of an application (OpenID Connect RP-Initiated Logout 1.0).
struct EndSession: Sendable {
  let store: any Store
  let settings: IdentitySettings
  let verifier: TokenVerifier

  /// - Parameter isConfirmed: whether the person has been asked.
  func begin(_ parameters: OAuthParameters, session: ActiveSession?, isConfirmed: Bool) async throws
    -> EndSessionOutcome
  {
    let request: Request
    do {
      request = try Request(parameters)
    } catch {
      return .refused(.ambiguous)
    }
    let hint = try await request.idTokenHint.asyncFlatMap { try await verifier.idTokenHint($0) }
    let redirect: String?
    switch try await address(request, client: hint?.audience ?? request.clientID) {
    case .none: redirect = nil
    case .good(let address): redirect = address
    case .unknown: return .refused(.unknownSignOutURI)
    }
    // Without a hint about this very person, any page of the web could have sent the browser here (section 2).
    if let session, !isConfirmed, hint?.subject != session.principal.userName {
      let prompt = EndSessionPrompt(
        action: request.action, displayName: session.principal.displayName, csrf: session.csrf,
        redirectOrigin: redirect.flatMap(RedirectURI.origin))
      return .confirm(prompt)
    }
    return .signOut(redirect: redirect)
  }

  private enum Address {
    case none
    case good(String)
    case unknown
  }

  private func address(_ request: Request, client: String?) async throws -> Address {
    guard let uri = request.redirectURI else { return .none }
    guard let id = client.flatMap({ ApplicationID($0) }),
      let application = try await store.read({ try ApplicationStore.find(id, in: $0) })?.application,
      application.isEnabled, application.signOutURIs.contains(uri)
    else { return .unknown }
    return .good(RedirectURI.adding(request.state.map { [("state", $0)] } ?? [], to: uri))
  }

  private struct Request {
    let idTokenHint: String?
    let clientID: String?
    let redirectURI: String?
    let state: String?

    init(_ parameters: OAuthParameters) throws(OAuthError) {
      idTokenHint = try parameters.one("id_token_hint")
      clientID = try parameters.one("client_id")
      redirectURI = try parameters.one("post_logout_redirect_uri")
      state = try parameters.one("state")
    }

    var action: String {
      let pairs = [
        ("id_token_hint", idTokenHint), ("client_id", clientID), ("post_logout_redirect_uri", redirectURI),
        ("state", state),
      ]
      return RedirectURI.adding(
        pairs.compactMap { name, value in value.map { (name, $0) } }, to: "/connect/endsession")
    }
  }
}

extension Optional {
  fileprivate func asyncFlatMap<Value>(_ transform: (Wrapped) async throws -> Value?) async rethrows -> Value? {
    if let self { try await transform(self) } else { nil }
  }
}
