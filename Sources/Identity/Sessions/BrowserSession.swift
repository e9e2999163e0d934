package import Core
package import Foundation

/// Identifies a browser session; not a secret.
package typealias BrowserSessionID = ID<BrowserSession>

/// That somebody is signed in with a browser.
package struct BrowserSession: Sendable, Hashable {
  package let id: BrowserSessionID
  package let person: PersonID
  /// When the password was last given.
  package let authenticatedAt: Date
  package let usedAt: Date
  /// When it ends whatever happens.
  package let endsAt: Date
  /// Where it was begun, for the list that people see.
  package let address: String
  /// With what it was begun.
  package let userAgent: String
}

/// A session that has just begun.
package struct OpenedSession: Sendable {
  package let session: BrowserSession
  /// The cookie's value.
  package let token: Secret
}

/// A session in use, with its owner.
package struct ActiveSession: Sendable {
  package let session: BrowserSession
  package let principal: Principal
  /// For the forms of its pages: ``CSRFToken/verify(_:for:)`` checks it when they come back.
  package let csrf: String
}
