import Core
import Foundation

typealias TokenFamilyID = ID<TokenFamily>

/// All tokens that came from one sign-in of one person for one application: they are revoked together.
struct TokenFamily: Sendable, Hashable {
  let id: TokenFamilyID
  let application: ApplicationID
  let person: PersonID
  let scopes: Set<OAuthScope>
  let authenticatedAt: Date
  /// The browser session in which the person consented; `nil` for the password grant.
  let session: BrowserSessionID?
  let createdAt: Date
  let revokedAt: Date?
}
