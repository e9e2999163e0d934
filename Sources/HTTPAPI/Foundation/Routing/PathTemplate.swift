/// The path of an endpoint, taken apart: `/assets/{assetId}/keywords`.
struct PathTemplate: Equatable {
  enum Segment: Equatable {
    /// In lower case, since segments are compared without regard to it.
    case literal(String)
    case capture(String)
    /// Everything that follows, at least one segment.
    case rest(String)
  }

  let segments: [Segment]

  init(_ path: String) {
    segments = path.split(separator: "/").map { segment in
      guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return .literal(segment.lowercased()) }
      let name = segment.dropFirst().dropLast()
      return name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .capture(String(name))
    }
  }

  var parameterNames: [String] {
    segments.compactMap { segment in
      switch segment {
      case .literal: nil
      case .capture(let name), .rest(let name): name
      }
    }
  }

  /// As OpenAPI writes it, which knows no `{rest...}`.
  static func documented(_ path: String) -> String {
    path.replacing("...}", with: "}")
  }
}
