/// A parameter of an endpoint. Those that only stand in the path need no entry of their own.
package struct Parameter: Sendable, Equatable {
  package enum Place: String, Sendable {
    case query, header, path
  }

  package let name: String
  package let place: Place
  package let shape: Shape
  package let isRequired: Bool
  package let note: String

  package static func query(_ name: String, _ shape: Shape = .string, required: Bool = false, _ note: String)
    -> Parameter
  {
    Parameter(name: name, place: .query, shape: shape, isRequired: required, note: note)
  }

  package static func header(_ name: String, _ shape: Shape = .string, required: Bool = false, _ note: String)
    -> Parameter
  {
    Parameter(name: name, place: .header, shape: shape, isRequired: required, note: note)
  }

  /// Says more about a part of the path than its name does.
  package static func path(_ name: String, _ shape: Shape = .string, _ note: String) -> Parameter {
    Parameter(name: name, place: .path, shape: shape, isRequired: true, note: note)
  }

  /// What every list of our own API takes.
  package static let page: [Parameter] = [
    .query("after", .string, "The `next` of the page before."),
    .query("limit", .integer, "How many items at most; 50 when not given, never above 200."),
  ]
}
