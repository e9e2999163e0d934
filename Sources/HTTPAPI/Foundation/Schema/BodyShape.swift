package import HTTPTypes

/// What an endpoint takes as its body.
package struct BodyShape: Sendable, Equatable {
  package let contentTypes: [String]
  package let shape: Shape
  package let note: String
  /// Whether the call can't do without.
  package var isRequired = true

  package static func json(_ shape: Shape, _ note: String = "") -> BodyShape {
    BodyShape(contentTypes: ["application/json"], shape: shape, note: note)
  }

  /// The same for calls that need none.
  package var optional: BodyShape {
    var copy = self
    copy.isRequired = false
    return copy
  }

  package static func form(_ shape: Shape, _ note: String = "") -> BodyShape {
    BodyShape(contentTypes: ["application/x-www-form-urlencoded"], shape: shape, note: note)
  }

  package static func bytes(_ contentType: String = "application/octet-stream", _ note: String = "") -> BodyShape {
    BodyShape(contentTypes: [contentType], shape: .string(format: "binary"), note: note)
  }
}

/// One kind of answer.
package struct ResponseShape: Sendable, Equatable {
  package let status: HTTPResponse.Status
  package let note: String
  /// `nil` for an answer without a body.
  package let contentType: String?
  package let shape: Shape

  package static func json(_ status: HTTPResponse.Status, _ note: String, _ shape: Shape) -> ResponseShape {
    ResponseShape(status: status, note: note, contentType: "application/json", shape: shape)
  }

  package static func empty(_ status: HTTPResponse.Status, _ note: String) -> ResponseShape {
    ResponseShape(status: status, note: note, contentType: nil, shape: .any)
  }

  package static func content(_ status: HTTPResponse.Status, _ note: String, type: String) -> ResponseShape {
    ResponseShape(status: status, note: note, contentType: type, shape: .string(format: "binary"))
  }

  /// A page for people.
  package static func page(_ note: String) -> ResponseShape {
    ResponseShape(status: .ok, note: note, contentType: "text/html", shape: .string)
  }
}
