package import Core

/// What can go wrong with an integration.
package enum IntegrationError: CodedError, Equatable {
  case notFound(String)
  case applicationNotFound(String)
  case applicationExists(String)
  /// The default can't be removed, and one that connections use neither.
  case applicationInUse(String, by: [String])
  /// It is to be switched on without a client id.
  case notConfigured(String)
  /// Nothing is entered at the service's console to be told of changes.
  case takesNoHook(String)
  /// No address for news was made yet.
  case hookNotMade

  package var code: String {
    switch self {
    case .notFound: "integration_not_found"
    case .applicationNotFound: "application_not_found"
    case .applicationExists: "application_exists"
    case .applicationInUse: "application_in_use"
    case .notConfigured: "integration_not_configured"
    case .takesNoHook: "integration_takes_no_webhook"
    case .hookNotMade: "integration_webhook_not_made"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound, .applicationNotFound, .hookNotMade: .notFound
    case .applicationExists, .applicationInUse, .notConfigured, .takesNoHook: .conflict
    }
  }

  package var message: String {
    switch self {
    case .notFound(let kind): "No connector needs an integration \"\(kind)\"."
    case .applicationNotFound(let name): "There is no application \"\(name)\" for this service."
    case .applicationExists(let name): "There is an application \"\(name)\" for this service already."
    case .applicationInUse(let name, let users) where users.isEmpty:
      "The application \"\(name)\" is the default of its service."
    case .applicationInUse(let name, let users):
      "The application \"\(name)\" is used by \(users.joined(separator: ", "))."
    case .notConfigured(let title): "\(title) has no client id yet."
    case .takesNoHook(let title): "At \(title) no address for news is entered by hand."
    case .hookNotMade: "No address for news was made yet."
    }
  }

  package var advice: String? {
    switch self {
    case .notFound, .applicationNotFound, .takesNoHook: nil
    case .hookNotMade: "Make one first."
    case .applicationExists: "Choose another name."
    case .applicationInUse(_, let users) where users.isEmpty: "Make another application the default first."
    case .applicationInUse: "Let those connections use another application first."
    case .notConfigured: "Enter the client id and the client secret first."
    }
  }

  package var details: JSONObject {
    if case .applicationInUse(_, let users) = self { return ["usedBy": .array(users.map { .string($0) })] }
    return [:]
  }
}
