package import Foundation

/// What somebody allowed an application to do.
package struct Consent: Sendable, Hashable {
  package let application: ApplicationID
  package let applicationName: String
  package let scopes: Set<OAuthScope>
  package let givenAt: Date
}
