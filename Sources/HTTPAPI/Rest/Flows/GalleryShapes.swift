import Core
import Flows

/// How ready flows look in our own API.
enum GalleryShapes {
  static let flow = Shape.named(
    "GalleryFlow",
    .object([
      .required("name", .string, "How it is called in addresses."), .required("title", .string),
      .required("description", .string),
      .required("connections", .map(.string), "The connections it needs, each with its connector."),
      .required("triggers", .array(.string)), .required("steps", .integer), .required("source", .string, "As YAML."),
    ]))
}

extension GalleryFlow {
  func json() throws -> JSONValue {
    let definition = definition
    return [
      "name": .string(name), "title": .string(definition.name), "description": .string(definition.description),
      "connections": .object(JSONObject(connections.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      "triggers": .array(definition.triggers.map { .string($0.kindName) }),
      "steps": JSONValue(definition.allSteps.count), "source": .string(source),
    ]
  }
}
