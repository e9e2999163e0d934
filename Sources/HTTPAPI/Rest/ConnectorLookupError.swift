import Core

/// Something was asked for that isn't in the catalogue.
enum ConnectorLookupError: CodedError {
  case connector(String)
  case action(String)

  var code: String {
    switch self {
    case .connector: "connector_not_found"
    case .action: "action_not_found"
    }
  }

  var category: ErrorCategory { .notFound }

  var message: String {
    switch self {
    case .connector(let id): "There is no connector \"\(id)\"."
    case .action(let name): "The connector has no action \"\(name)\"."
    }
  }
}
