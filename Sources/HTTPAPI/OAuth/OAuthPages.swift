import Core
package import Hummingbird
package import Identity

/// The pages that the sign-in and the OAuth endpoints show; whoever makes HTML hands them in.
package struct OAuthPages: Sendable {
  /// The sign-in form. It is posted to `/app/sign-in` with `csrf`, `returnTo`, `userName` and `password`.
  package let signIn: @Sendable (SignInForm) throws -> Response
  /// The consent form. It is posted to the prompt's `action` with `csrf` and `decision`, `allow` or `deny`.
  package let consent: @Sendable (ConsentPrompt) throws -> Response
  /// The question before signing out. It is posted to the prompt's `action` with `csrf`.
  package let signOut: @Sendable (EndSessionPrompt) throws -> Response

  package init(
    signIn: @escaping @Sendable (SignInForm) throws -> Response,
    consent: @escaping @Sendable (ConsentPrompt) throws -> Response,
    signOut: @escaping @Sendable (EndSessionPrompt) throws -> Response
  ) {
    self.signIn = signIn
    self.consent = consent
    self.signOut = signOut
  }
}

/// What the sign-in page shows.
package struct SignInForm: Sendable, Hashable {
  /// What went wrong the last time, in a sentence; `nil` at first.
  package let problem: String?
  /// What was typed the last time, or what the application expects.
  package let userName: String
  /// Where to go afterwards: an address on this site.
  package let returnTo: String
  package let csrf: String

  package init(problem: String?, userName: String, returnTo: String, csrf: String) {
    self.problem = problem
    self.userName = userName
    self.returnTo = returnTo
    self.csrf = csrf
  }
}
