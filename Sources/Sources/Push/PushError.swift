import Core

/// Why a service isn't asked to tell what changed.
enum PushError: CodedError {
  case noPublicAddress
  case notOffered
  /// What an administrator has to enter at the service's console, and here, isn't entered here.
  case notSetUp

  var code: String {
    switch self {
    case .noPublicAddress: "push_no_public_address"
    case .notOffered: "push_not_offered"
    case .notSetUp: "push_not_set_up"
    }
  }

  var category: ErrorCategory { .conflict }

  var message: String {
    switch self {
    case .noPublicAddress: "This server has no public https address, so that the service can't call it."
    case .notOffered: "The service can't be asked any more to tell what changed."
    case .notSetUp: "The service isn't set up yet to tell what changed."
    }
  }

  var advice: String? {
    switch self {
    case .noPublicAddress:
      "The source is synced by its schedule. Set http.publicUrl to an address that the internet reaches."
    case .notOffered: "The source is synced by its schedule."
    case .notSetUp:
      "The source is synced by its schedule. A site administrator finds the steps on the page of the service's integration."
    }
  }
}
