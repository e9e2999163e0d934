package import Core
package import Foundation

/// Identifies a registered application: its `client_id`.
package typealias ApplicationID = ID<OAuthApplication>

/// A program that may ask for tokens.
package struct OAuthApplication: Sendable, Hashable {
  package let id: ApplicationID
  /// Shown on the consent page.
  package let name: String
  /// Public applications, as those in a browser or on a phone, can't keep a secret and have none.
  package let isPublic: Bool
  /// Where answers may be sent, compared character by character.
  package let redirectURIs: [String]
  /// Where a browser may be sent after signing out, compared character by character.
  package let signOutURIs: [String]
  package let scopes: Set<OAuthScope>
  package let grants: Set<OAuthGrant>
  /// The identity under which it works by itself; there when it has client credentials.
  package let servicePerson: PersonID?
  /// A disabled application gets no tokens, and those it has stop working at once.
  package let isEnabled: Bool
  package let createdAt: Date
}

/// An application to be registered, or what it shall be from now on.
package struct ApplicationDraft: Sendable {
  package var name: String
  package var isPublic: Bool
  package var redirectURIs: [String]
  package var signOutURIs: [String]
  package var scopes: Set<OAuthScope>
  package var grants: Set<OAuthGrant>
  /// The role of its service identity in the organization's team, with client credentials; it is in no other team until
  /// somebody adds it.
  package var serviceRole: TeamRole

  package init(
    name: String, isPublic: Bool = false, redirectURIs: [String] = [], signOutURIs: [String] = [],
    scopes: Set<OAuthScope> = [.openid, .api, .offlineAccess],
    grants: Set<OAuthGrant> = [.authorizationCode, .refreshToken], serviceRole: TeamRole = .read
  ) {
    self.name = name
    self.isPublic = isPublic
    self.redirectURIs = redirectURIs
    self.signOutURIs = signOutURIs
    self.scopes = scopes
    self.grants = grants
    self.serviceRole = serviceRole
  }
}

/// An application with the secret it was just given.
package struct RegisteredApplication: Sendable {
  package let application: OAuthApplication
  /// To be shown once; stored only as a hash. `nil` for public applications.
  package let secret: Secret?
}
