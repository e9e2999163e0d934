import Connections
import Core

extension ConnectorDefinition {
  /// The connection's settings, with what the connector's fields say where one is left empty. Never a secret one.
  func settings(of connection: Connection?) -> JSONObject {
    var settings = connection?.settings ?? [:]
    for field in fields where !field.isSecret {
      let given = settings[field.name]
      if given == nil || given == .null || given == "" { settings[field.name] = field.standard.map(JSONValue.string) }
    }
    return settings
  }
}
