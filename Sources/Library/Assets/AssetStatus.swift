/// Where an asset stands in its life. The numbers are those of the MediaValet API (`file.status`, filter `Status`).
package enum AssetStatus: Int, Sendable, Hashable, CaseIterable {
  case approved = 0
  /// Waits for approval.
  case pending = 2
  /// Seen by its uploader and managers only; its direct links are dead.
  case rejected = 5
  /// Past its expiry date; its direct links are dead.
  case expired = 7
  case checkedOut = 9
}

extension AssetStatus {
  /// The word in events and messages.
  package var name: String {
    switch self {
    case .approved: "Approved"
    case .pending: "Pending"
    case .rejected: "Rejected"
    case .expired: "Expired"
    case .checkedOut: "CheckedOut"
    }
  }

  /// Whether public links to the asset work.
  package var allowsPublicLinks: Bool {
    switch self {
    case .approved, .pending, .checkedOut: true
    case .rejected, .expired: false
    }
  }
}
