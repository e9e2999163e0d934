package import Core

/// Why a link for connecting doesn't lead anywhere.
package enum InvitationError: CodedError, Equatable {
  /// Unknown, used already, too old or taken back: a visitor isn't told which.
  case closed
  /// A connection that nobody's consent belongs to has no link.
  case notNeeded(name: String)

  package var code: String {
    switch self {
    case .closed: "invitation_closed"
    case .notNeeded: "invitation_not_needed"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .closed: .notFound
    case .notNeeded: .conflict
    }
  }

  package var message: String {
    switch self {
    case .closed: "This link was used already, has run out, or was taken back."
    case .notNeeded(let name): "\"\(name)\" needs nobody's consent."
    }
  }

  package var advice: String? {
    switch self {
    case .closed: "Ask whoever sent it to you for a new one."
    case .notNeeded: nil
    }
  }
}
