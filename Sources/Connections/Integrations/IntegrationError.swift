package import Core

/// What can go wrong with an integration.
package enum IntegrationError: CodedError, Equatable {
  case notFound(String)
  /// It is to be switched on without a client id.
  case notConfigured(String)

  package var code: String {
    switch self {
    case .notFound: "integration_not_found"
    case .notConfigured: "integration_not_configured"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound: .notFound
    case .notConfigured: .conflict
    }
  }

  package var message: String {
    switch self {
    case .notFound(let kind): "No connector needs an integration \"\(kind)\"."
    case .notConfigured(let title): "\(title) has no client id yet."
    }
  }

  package var advice: String? {
    switch self {
    case .notFound: nil
    case .notConfigured: "Enter the client id and the client secret first."
    }
  }
}
