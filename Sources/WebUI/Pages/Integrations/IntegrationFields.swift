import Connections
import Core
import HTTPAPI

/// The fields of an integration's form besides client id and secret.
struct IntegrationFields: Sendable {
  let integration: Integration
  let entered: FormFields?
  let problem: FieldProblem?

  /// What the service needs besides, from the connector's schema. Secret ones are never sent back.
  var fields: [ConnectionField] {
    integration.guide.fields.map { field in
      let name = "field-\(field.name)"
      let isStored = integration.storedFields.contains(field.name)
      return ConnectionField(
        name: name, label: field.title, type: field.isSecret ? "password" : "text",
        value: field.isSecret ? "" : entered?[name] ?? integration.fields[field.name] ?? "",
        placeholder: field.isSecret ? (isStored ? "•••••••• (stored)" : "") : field.standard ?? "",
        hint: field.help, problem: problem?.field == "fields.\(field.name)" ? problem?.text : nil,
        isRequired: field.isRequired && field.standard == nil && !isStored)
    }
  }

  /// Where the organization's own installation of the service is.
  var addresses: [ConnectionField] {
    let own = integration.addresses
    return [
      address(
        "authorizationURL", "Authorization URL", own.authorizationURL,
        hint: "Only where your installation of the service has another than usual."),
      address("tokenURL", "Token URL", own.tokenURL, hint: "As above."),
      address("endpoint", "Endpoint URL", own.endpoint, hint: "As above."),
    ]
  }

  private func address(_ name: String, _ label: String, _ stored: String?, hint: String) -> ConnectionField {
    ConnectionField(
      name: name, label: label, value: entered?[name] ?? stored ?? "", hint: hint,
      problem: problem?.field == name ? problem?.text : nil)
  }

  /// What the administrator wrote, for the room to judge. An empty secret says nothing: what is there stays.
  static func change(_ fields: FormFields, _ integration: Integration) -> IntegrationChange {
    var change = IntegrationChange(
      clientID: fields["clientID"],
      clientSecret: fields["clientSecret"].flatMap { $0.isEmpty ? nil : Secret($0) },
      endpoint: fields["endpoint"], authorizationURL: fields["authorizationURL"], tokenURL: fields["tokenURL"])
    let values = integration.guide.fields.compactMap { field in
      fields["field-\(field.name)"].flatMap { field.isSecret && $0.isEmpty ? nil : (field.name, Secret($0)) }
    }
    if !values.isEmpty { change.fields = Dictionary(values, uniquingKeysWith: { $1 }) }
    return change
  }
}
