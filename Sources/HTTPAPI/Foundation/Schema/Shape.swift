/// The shape of a JSON value, as far as documents tell it (JSON Schema 2020-12, the dialect of OpenAPI 3.1).
package indirect enum Shape: Sendable, Equatable {
  /// Any JSON value.
  case any
  /// - Parameter format: `uuid`, `date-time`, `uri`, …
  case string(format: String? = nil)
  case integer
  case number
  case boolean
  case words([String])
  case array(Shape)
  case object([Member])
  /// An object whose members all have one shape, whatever their names.
  case map(Shape)
  case nullable(Shape)
  /// A shape with a name of its own; it stands once in the document and is referred to.
  case named(String, Shape)

  package static let string = Shape.string()
  package static let id = Shape.string(format: "uuid")
  package static let date = Shape.string(format: "date-time")

  /// A member of an object.
  package struct Member: Sendable, Equatable {
    package let name: String
    package let shape: Shape
    package let isRequired: Bool
    package let note: String?

    /// A member that is always there.
    package static func required(_ name: String, _ shape: Shape, _ note: String? = nil) -> Member {
      Member(name: name, shape: shape, isRequired: true, note: note)
    }

    /// A member that may be missing.
    package static func optional(_ name: String, _ shape: Shape, _ note: String? = nil) -> Member {
      Member(name: name, shape: shape, isRequired: false, note: note)
    }
  }

  /// A page of a list of our own API.
  package static func page(of item: Shape) -> Shape {
    .object([
      .required("items", .array(item)), .optional("next", .string, "Pass it as `after` to get the next page."),
    ])
  }
}
