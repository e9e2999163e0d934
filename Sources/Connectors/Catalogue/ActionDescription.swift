package import Core

/// An action as flows and pages list it.
package struct ActionDescription: Sendable, Hashable {
  package let reference: ActionReference
  /// The name of the service.
  package let service: String
  /// What people read, as "Create category".
  package let title: String
  /// Under which heading it is listed.
  package let group: String
  package let summary: String
  package let inputSchema: JSONValue
  package let outputSchema: JSONValue
  /// Whether it can't be run without a connection.
  package let needsConnection: Bool
  /// Whether it can be run with a connection.
  package let takesConnection: Bool
  /// Whether it brings a list page by page: a flow can go through its items, a trigger can poll it.
  package let isPaged: Bool
  /// Set when it, or its connector's version, is on its way out.
  package let deprecation: Deprecation?

  init(_ action: ActionDefinition, of connector: ConnectorDefinition) {
    reference = ActionReference(connector: connector.id, action: action.name)
    service = connector.title
    title = action.title
    group = action.group
    summary = action.summary
    inputSchema = action.inputSchema
    outputSchema = action.outputSchema
    needsConnection = connector.needsConnection
    takesConnection = connector.takesConnection
    isPaged = action.isPaged
    deprecation = action.deprecation ?? connector.deprecation
  }
}
