/// What became of a grant when its connection was deleted.
package enum RevocationOutcome: Sendable, Equatable {
  /// There was nothing to give back, or the service has no way to do it.
  case none
  /// The service took it back.
  case revoked
  /// The service couldn't be asked; it is tried again for two days.
  case later(reason: String)
  /// The service refuses; the grant is to be removed there by hand.
  case refused(reason: String)
}
