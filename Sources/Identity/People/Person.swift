package import Core
package import Foundation

/// Identifies a person, or the service identity of an application.
package typealias PersonID = ID<Person>

/// Somebody who can sign in, or the identity under which an application works by itself.
///
/// A user name is never changed and never given to anybody else, so that it can be the `sub` of tokens; people who
/// leave are disabled, not deleted.
package struct Person: Sendable, Hashable {
  package let id: PersonID
  /// Unique regardless of case.
  package let userName: String
  package let email: String?
  package let displayName: String
  package let kind: Kind
  package let siteRole: SiteRole
  /// Disabled people can't sign in, and their sessions and tokens stop working at once.
  package let isEnabled: Bool
  package let createdAt: Date

  /// What stands behind the account.
  package enum Kind: String, Sendable, Codable {
    case human
    /// Made with an application that uses client credentials; it has no password.
    case service
  }
}
