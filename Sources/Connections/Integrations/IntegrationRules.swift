import Core
import Foundation

/// What may be entered for an integration.
enum IntegrationRules {
  /// The change, trimmed.
  /// - Throws: ``ConnectionError/invalidField(_:reason:)``.
  static func checked(_ change: IntegrationChange, _ guide: IntegrationGuide) throws -> IntegrationChange {
    var change = change
    change.clientID = change.clientID.map(FieldRules.trimmed)
    change.clientSecret = change.clientSecret.map { Secret(FieldRules.trimmed($0.revealed)) }
    change.endpoint = try change.endpoint.map { try FieldRules.address($0, field: "endpoint") }
    change.authorizationURL = try change.authorizationURL.map { try FieldRules.address($0, field: "authorizationUrl") }
    change.tokenURL = try change.tokenURL.map { try FieldRules.address($0, field: "tokenUrl") }
    if let clientID = change.clientID, clientID.count > 500 {
      throw ConnectionError.invalidField("clientId", reason: "it is longer than 500 characters")
    }
    change.title = try change.title.map { FieldRules.trimmed($0).isEmpty ? "" : try FieldRules.name($0) }
    change.fields = try change.fields.map { fields in
      try Dictionary(uniqueKeysWithValues: fields.map { ($0, try value($1, of: $0, guide)) })
    }
    return change
  }

  private static func value(_ entered: Secret, of name: String, _ guide: IntegrationGuide) throws -> Secret {
    guard let field = guide.fields.first(where: { $0.name == name }) else {
      throw ConnectionError.invalidField("fields.\(name)", reason: "there is no such field")
    }
    let text = FieldRules.trimmed(entered.revealed)
    // What isn't secret may become part of an address to which the client secret goes.
    guard text.isEmpty || field.isSecret || AddressValues.isHostPart(text, dots: true) else {
      throw ConnectionError.invalidField(
        "fields.\(name)", reason: "it may have letters, digits, dots, dashes and underscores only")
    }
    return Secret(try FieldRules.headerValue(text, field: "fields.\(name)"))
  }

  static func apply(
    _ change: IntegrationChange, _ guide: IntegrationGuide, to record: inout IntegrationStore.Record
  ) {
    if let value = change.clientID {
      record.clientID = value.isEmpty ? nil : value
      if value.isEmpty { record.isEnabled = false }
    }
    if let value = change.endpoint { record.addresses.endpoint = value.isEmpty ? nil : value }
    if let value = change.authorizationURL { record.addresses.authorizationURL = value.isEmpty ? nil : value }
    if let value = change.tokenURL { record.addresses.tokenURL = value.isEmpty ? nil : value }
    if let title = change.title { record.title = title }
    for (name, value) in change.fields ?? [:] where guide.fields.contains(where: { $0.name == name && !$0.isSecret }) {
      record.fields[name] = value.revealed.isEmpty ? nil : value.revealed
    }
  }

  /// The secrets of a change by the name that they rest under; `nil` takes one away.
  static func secrets(_ change: IntegrationChange, _ guide: IntegrationGuide) -> [(String, Secret?)] {
    func kept(_ secret: Secret) -> Secret? { secret.revealed.isEmpty ? nil : secret }
    let fields = guide.fields.filter(\.isSecret).compactMap { field in
      change.fields?[field.name].map { ("field:\(field.name)", kept($0)) }
    }
    return (change.clientSecret.map { [("client_secret", kept($0))] } ?? []) + fields
  }

  /// For the audit log: names, never values.
  static func changedFields(_ change: IntegrationChange) -> [String] {
    [
      ("clientId", change.clientID != nil), ("clientSecret", change.clientSecret != nil),
      ("endpoint", change.endpoint != nil), ("authorizationUrl", change.authorizationURL != nil),
      ("tokenUrl", change.tokenURL != nil), ("title", change.title != nil), ("teams", change.teams != nil),
    ].filter(\.1).map(\.0) + (change.fields ?? [:]).keys.sorted().map { "fields.\($0)" }
  }

  /// What an application may be named: it stands in addresses.
  static func applicationName(_ text: String) throws -> String {
    let name = FieldRules.trimmed(text).lowercased()
    guard (1...40).contains(name.count), name.first != "-",
      name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
    else {
      throw ConnectionError.invalidField("name", reason: "it may have letters a to z, digits and dashes, at most 40")
    }
    return name
  }
}
