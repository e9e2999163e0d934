import Core
import Foundation

/// What may be entered for an integration.
enum IntegrationRules {
  /// The change, trimmed.
  /// - Throws: ``ConnectionError/invalidField(_:reason:)``.
  static func checked(_ change: IntegrationChange) throws -> IntegrationChange {
    var change = change
    change.clientID = change.clientID.map(FieldRules.trimmed)
    change.clientSecret = change.clientSecret.map { Secret(FieldRules.trimmed($0.revealed)) }
    change.endpoint = try change.endpoint.map { try FieldRules.address($0, field: "endpoint") }
    change.authorizationURL = try change.authorizationURL.map { try FieldRules.address($0, field: "authorizationUrl") }
    change.tokenURL = try change.tokenURL.map { try FieldRules.address($0, field: "tokenUrl") }
    if let clientID = change.clientID, clientID.count > 500 {
      throw ConnectionError.invalidField("clientId", reason: "it is longer than 500 characters")
    }
    return change
  }

  static func apply(_ change: IntegrationChange, to record: inout IntegrationStore.Record) {
    if let value = change.clientID {
      record.clientID = value.isEmpty ? nil : value
      if value.isEmpty { record.isEnabled = false }
    }
    if let value = change.endpoint { record.addresses.endpoint = value.isEmpty ? nil : value }
    if let value = change.authorizationURL { record.addresses.authorizationURL = value.isEmpty ? nil : value }
    if let value = change.tokenURL { record.addresses.tokenURL = value.isEmpty ? nil : value }
  }

  /// For the audit log: names, never values.
  static func changedFields(_ change: IntegrationChange) -> [String] {
    [
      ("clientId", change.clientID != nil), ("clientSecret", change.clientSecret != nil),
      ("endpoint", change.endpoint != nil), ("authorizationUrl", change.authorizationURL != nil),
      ("tokenUrl", change.tokenURL != nil),
    ].filter(\.1).map(\.0)
  }
}
