package import Core
package import Foundation

/// What can go wrong with a connection. Messages may name the connection, its service and its client id, never a secret.
package enum ConnectionError: Error, Equatable {
  case notFound
  /// Another connection of the team has the name.
  case nameTaken(String)
  /// A value of the form can't be accepted.
  case invalidField(String, reason: String)
  /// Something still uses it.
  case inUse(name: String, by: [String])
  /// Somebody changed it in the meantime.
  case changedMeanwhile
  /// Switched off by a person.
  case inactive(name: String)
  /// It never was connected, or a value is missing.
  case incomplete(name: String, reason: String)
  /// A person has to connect again.
  case needsReconnect(name: String, reason: String)
  /// Somebody has to correct what was entered.
  case misconfigured(name: String, reason: String)
  /// The service is away for now.
  case unavailable(name: String, reason: String, until: Date?)
  /// Whoever a flow acts for may not use it.
  case useRefused(name: String)
  /// The administrator has not enabled the service.
  case integrationDisabled(String)
  /// There is no such connector.
  case unknownConnector(String)
}

extension ConnectionError: CodedError {
  package var code: String {
    switch self {
    case .notFound: "connection_not_found"
    case .nameTaken: "connection_name_taken"
    case .invalidField: "invalid_connection"
    case .inUse: "connection_in_use"
    case .changedMeanwhile: "connection_changed"
    case .inactive: "connection_inactive"
    case .incomplete: "connection_incomplete"
    case .needsReconnect: "connection_needs_reconnect"
    case .misconfigured: "connection_misconfigured"
    case .unavailable: "connection_unavailable"
    case .integrationDisabled: "integration_disabled"
    case .useRefused: "connection_use_refused"
    case .unknownConnector: "unknown_connector"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound: .notFound
    case .nameTaken, .inUse, .changedMeanwhile, .inactive, .incomplete, .needsReconnect, .misconfigured,
      .integrationDisabled:
      .conflict
    case .invalidField, .unknownConnector: .invalid
    case .unavailable: .unavailable
    case .useRefused: .forbidden
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such connection."
    case .nameTaken(let name): "Your team has a connection named \"\(name)\" already."
    case .invalidField(let field, let reason): "\(field): \(reason)."
    case .inUse(let name, let users): "\"\(name)\" is used by \(users.joined(separator: ", "))."
    case .changedMeanwhile: "Somebody else changed this connection in the meantime."
    case .inactive(let name): "The connection \"\(name)\" is switched off."
    case .incomplete(let name, let reason): "The connection \"\(name)\" isn't ready: \(reason)."
    case .needsReconnect(let name, let reason): "The connection \"\(name)\" has to be connected again: \(reason)."
    case .misconfigured(let name, let reason): "The connection \"\(name)\" is refused: \(reason)."
    case .unavailable(let name, let reason, _): "The service behind \"\(name)\" is away for now: \(reason)."
    case .integrationDisabled(let kind): "The administrator has not enabled \(kind)."
    case .useRefused(let name): "Whoever this flow acts for may not use the connection \"\(name)\"."
    case .unknownConnector(let id): "There is no connector \"\(id)\"."
    }
  }

  package var advice: String? {
    switch self {
    case .nameTaken: "Choose another name."
    case .inUse: "Change or delete what uses it first."
    case .changedMeanwhile: "Load it again and repeat your change."
    case .inactive: "Switch it on in the list of connections."
    case .incomplete, .needsReconnect: "Open the connection and press Connect."
    case .misconfigured: "Check the client id, the client secret and the other values that were entered."
    case .unavailable: "It is tried again by itself."
    case .integrationDisabled: "Ask a site administrator to enable it under Integrations."
    case .useRefused:
      "Let somebody publish the flow who may, or ask a manager of the team to allow it on the connection's page."
    case .notFound, .invalidField, .unknownConnector: nil
    }
  }

  package var details: JSONObject {
    switch self {
    case .invalidField(let field, _): ["field": .string(field)]
    case .inUse(_, let users): ["usedBy": .array(users.map { .string($0) })]
    case .unavailable(_, _, let until?): ["retryAt": JSONValue(until)]
    default: [:]
    }
  }
}
