package import Foundation

/// What is known of one master key, without the key.
package struct KeyStanding: Sendable, Hashable {
  /// What the key is for.
  package enum Role: String, Sendable {
    /// New secrets are encrypted with it.
    case seals
    /// It opens what was encrypted with it.
    case opens
    /// Secrets or servers need it, and it isn't here.
    case missing
    /// Nothing needs it any more.
    case retired

    var rank: Int {
      switch self {
      case .seals: 0
      case .opens: 1
      case .missing: 2
      case .retired: 3
      }
    }
  }

  package let id: String
  package let role: Role
  /// How many secrets are encrypted with it.
  package let secrets: Int
  /// Of these, those in the format of the first versions.
  package let oldFormat: Int
  /// `nil` when it never sealed, or began before that was written down.
  package let sealsSince: Date?
}
