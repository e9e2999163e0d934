/// One thing that a dry run found out about an integration.
package struct IntegrationFinding: Sendable, Hashable {
  /// What was looked at.
  package let subject: Subject
  package let verdict: Verdict
  /// One or two sentences for people; never a secret.
  package let text: String

  /// What can be looked at before anybody connects.
  package enum Subject: String, Sendable, CaseIterable {
    case configuration
    case redirectURI = "redirect_uri"
    case discovery
    case consentPage = "consent_page"
    case client
  }

  /// What came of it.
  package enum Verdict: String, Sendable, CaseIterable {
    case good
    /// It works, and something should be looked at.
    case warning
    case bad
    /// The service doesn't tell.
    case unknown
  }
}
