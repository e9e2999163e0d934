package import Core

/// Why something about people can't be done.
package enum PeopleError: CodedError, Equatable {
  case notFound
  /// The user name or the e-mail address belongs to somebody already.
  case taken(field: String)
  /// A field breaks its rule.
  case invalid(field: String, rule: String)
  /// The password is too easy to guess.
  case weakPassword(String)
  /// The current password that came with a change isn't right.
  case wrongPassword
  /// The change would leave nobody to administer the site.
  case lastAdministrator
  /// More sign-ins at once than can be worked off.
  case tooManySignIns
  /// There is no first administrator yet.
  case nobodyYet

  package var code: String {
    switch self {
    case .notFound: "person_not_found"
    case .taken: "person_exists"
    case .invalid: "invalid_person"
    case .weakPassword: "weak_password"
    case .wrongPassword: "wrong_password"
    case .lastAdministrator: "last_administrator"
    case .tooManySignIns: "too_many_sign_ins"
    case .nobodyYet: "no_administrator"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound: .notFound
    case .taken, .lastAdministrator: .conflict
    case .invalid, .weakPassword: .invalid
    case .wrongPassword: .forbidden
    case .tooManySignIns, .nobodyYet: .unavailable
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such person."
    case .taken(let field): "Somebody has this \(field) already."
    case .invalid(let field, let rule): "The \(field) can't be used: \(rule)."
    case .weakPassword(let reason): "The new password is too easy to guess: \(reason)."
    case .wrongPassword: "The current password is wrong."
    case .lastAdministrator: "This is the last site administrator."
    case .tooManySignIns: "Too many people are signing in right now."
    case .nobodyYet: "Nobody has been added yet."
    }
  }

  package var advice: String? {
    switch self {
    case .notFound, .wrongPassword: nil
    case .taken: "Choose another one."
    case .invalid: "Change it and try again."
    case .weakPassword: "Choose a longer one; a few unrelated words do well."
    case .lastAdministrator: "Make somebody else a site administrator first."
    case .tooManySignIns: "Try again in a few seconds."
    case .nobodyYet: "Start the server once; it makes the first administrator."
    }
  }

  package var details: JSONObject {
    switch self {
    case .taken(let field), .invalid(let field, _): ["field": .string(field)]
    default: [:]
    }
  }
}
