package import Core

/// Something was asked for that isn't in the catalogue.
package enum ConnectorLookupError: CodedError {
  case connector(String)
  case action(String)

  package var code: String {
    switch self {
    case .connector: "connector_not_found"
    case .action: "action_not_found"
    }
  }

  package var category: ErrorCategory { .notFound }

  package var message: String {
    switch self {
    case .connector(let id): "There is no connector \"\(id)\"."
    case .action(let name): "The connector has no action \"\(name)\"."
    }
  }
}
