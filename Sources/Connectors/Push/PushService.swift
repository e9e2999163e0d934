package import Core
package import Foundation

/// A service that can be asked to say when something changed.
///
/// All functions throw ``ActionError``.
package protocol PushService: Sendable {
  /// How its news are proved.
  var handshake: PushDefinition.Handshake { get }
  /// Whether every chosen folder is asked for by itself; otherwise one channel tells of the whole account.
  var isPerFolder: Bool { get }
  /// What its news are signed with where an administrator entered that; otherwise every channel has a secret of its own.
  var secret: Secret? { get }
  /// Whether all that has to be entered by hand, here and at the service, was entered here.
  var isReady: Bool { get }

  /// Asks the service to call an address from now on. It may ask the address a question before this returns.
  /// - Parameters:
  ///   - folder: its id; the top when empty.
  ///   - secret: what the news are proved with.
  ///   - until: how long it is wanted; the service may grant less.
  func subscribe(_ folder: String, address: String, secret: String, until: Date) async throws -> PushChannel

  /// Asks for more time.
  /// - Returns: `nil` when the service gives none: then another channel takes its place.
  func renew(_ id: String, until: Date) async throws -> PushChannel?

  /// Ends it; nothing happens where the service has no way to, or doesn't know it any more.
  func end(_ id: String) async throws
}

extension PushService {
  package var secret: Secret? { nil }
  package var isReady: Bool { true }
}

/// What a service granted.
package struct PushChannel: Sendable, Hashable {
  /// The service's id of it.
  package let id: String
  /// When it ends by itself; `nil` for never.
  package let ends: Date?
  /// What the service signs with, where it says so itself; `nil` where it signs with what it was given.
  package let secret: Secret?

  package init(id: String, ends: Date?, secret: Secret? = nil) {
    self.id = id
    self.ends = ends
    self.secret = secret
  }
}
