import Connections
import Connectors
import Core
import Flows

/// How the flow builder's catalogue looks in our own API.
enum FlowCatalogueShapes {
  private static let members: [Shape.Member] = [
    .required("name", .string, "What a step names, as `connector/action`."), .required("title", .string),
    .required("connector", .string), .required("service", .string, "What people call the connector."),
    .required("group", .string), .required("description", .string), .required("needsConnection", .boolean),
    .required("takesConnection", .boolean, "Whether a step may name a connection."),
    .required("lists", .boolean, "Whether a loop can take its items page by page."),
  ]

  static let action = Shape.named("FlowCatalogueAction", .object(members))

  static let wholeAction = Shape.named(
    "FlowCatalogueWholeAction",
    .object(
      members + [
        .required("inputSchema", .map(.any), "JSON Schema."), .required("outputSchema", .map(.any), "JSON Schema."),
      ]))

  static let connection = Shape.named(
    "FlowCatalogueConnection",
    .object([
      .required("id", .id), .required("name", .string), .required("connector", .string), .required("state", .string),
      .required("active", .boolean),
    ]))

  /// - Parameter known: what the catalogue of connectors says of it; actions of the program itself aren't in there.
  static func json(_ action: RegisteredAction, _ known: ActionDescription?) -> JSONValue {
    let connector = String(action.name.prefix { $0 != "/" })
    return [
      "name": .string(action.name), "title": .string(action.title), "connector": .string(connector),
      "service": .string(known?.service ?? "Weir"), "group": .string(known?.group ?? "Built in"),
      "description": .string(known?.summary ?? ""), "needsConnection": .bool(action.needsConnection),
      "takesConnection": .bool(action.takesConnection), "lists": .bool(action.page != nil),
    ]
  }

  static func json(_ connection: Connection) -> JSONValue {
    [
      "id": JSONValue(connection.id), "name": .string(connection.name), "connector": .string(connection.connector),
      "state": .string(connection.state.rawValue), "active": .bool(connection.isActive),
    ]
  }
}
