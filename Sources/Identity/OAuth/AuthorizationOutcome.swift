package import Core

/// What is to be shown or done next at the authorization endpoint.
package enum AuthorizationOutcome: Sendable {
  /// The application or its redirect URI isn't known here: said to the person, never sent anywhere.
  case refused(AuthorizationRefusal)
  /// Send the browser there: with a code, or with an error for the application.
  case redirect(String)
  /// Somebody has to sign in first.
  case signIn(SignInPrompt)
  /// The person has to decide.
  case consent(ConsentPrompt)
}

/// Why an authorization request can't even be answered.
package enum AuthorizationRefusal: CodedError, Equatable {
  case unknownApplication
  case missingRedirectURI
  case unknownRedirectURI
  case unknownSignOutURI
  case ambiguous

  package var code: String {
    switch self {
    case .unknownApplication: "unknown_application"
    case .missingRedirectURI: "missing_redirect_uri"
    case .unknownRedirectURI: "unknown_redirect_uri"
    case .unknownSignOutURI: "unknown_sign_out_uri"
    case .ambiguous: "ambiguous_request"
    }
  }

  package var category: ErrorCategory { .invalid }

  package var message: String {
    switch self {
    case .unknownApplication: "The application that sent you here is not registered, or disabled."
    case .missingRedirectURI: "The application that sent you here didn't say where to send you back."
    case .unknownRedirectURI: "The application that sent you here wants you sent to an address it has not registered."
    case .unknownSignOutURI: "The application wants you sent to an address it has not registered for signing out."
    case .ambiguous: "The application that sent you here says the same thing twice, or with characters that can't be."
    }
  }

  package var advice: String? {
    switch self {
    case .unknownRedirectURI, .unknownSignOutURI:
      "Ask a site administrator to register it, character by character as the application sends it."
    default: "Tell whoever runs that application."
    }
  }
}

/// What the sign-in page needs.
package struct SignInPrompt: Sendable, Hashable {
  /// Where to go afterwards: an address on this site.
  package let returnTo: String
  /// The user name to begin with.
  package let loginHint: String?
  /// The application that asks, if one does.
  package let applicationName: String?
  /// Where the application will send the browser, for the page's Content-Security-Policy.
  package let redirectOrigin: String?
}

/// What the consent page needs.
package struct ConsentPrompt: Sendable, Hashable {
  package let applicationName: String
  /// Everything that is asked for, in the usual order.
  package let scopes: [OAuthScope]
  /// Those the person allowed before.
  package let allowedBefore: Set<OAuthScope>
  package let userName: String
  package let displayName: String
  /// The authorization request, to be the form's `action`: the form is posted to it, with `csrf` and `decision`
  /// (`allow` or `deny`).
  package let action: String
  package let csrf: String
  /// Where the application will send the browser, for the page's Content-Security-Policy and for the person to see.
  package let redirectOrigin: String?
}
