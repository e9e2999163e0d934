package import Core

/// Why somebody may not do what they asked for.
package enum AccessError: CodedError, Equatable {
  /// The role doesn't include it.
  case denied(Permission, on: Resource)
  /// The application that calls was not given this scope.
  case insufficientScope(needed: String)

  package var code: String {
    switch self {
    case .denied: "access_denied"
    case .insufficientScope: "insufficient_scope"
    }
  }

  package var category: ErrorCategory { .forbidden }

  package var message: String {
    switch self {
    case .denied(let permission, .site): "Your site role doesn't allow you to \(permission.phrase)."
    case .denied(let permission, .library): "Your role in the library doesn't allow you to \(permission.phrase)."
    case .denied(let permission, .team): "Your role in this team doesn't allow you to \(permission.phrase)."
    case .insufficientScope(let needed): "The access token doesn't carry the scope \"\(needed)\"."
    }
  }

  package var advice: String? {
    switch self {
    case .denied(let permission, _) where permission.isSiteWide: "Ask a site administrator."
    case .denied: "Ask a manager of the team for another role."
    case .insufficientScope(let needed): "Ask for the scope \"\(needed)\" when you request the token."
    }
  }

  package var details: JSONObject {
    switch self {
    case .denied(let permission, _): ["permission": .string(permission.rawValue)]
    case .insufficientScope(let needed): ["scope": .string(needed)]
    }
  }
}
