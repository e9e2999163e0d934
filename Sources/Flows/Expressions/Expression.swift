import Core

/// One jq expression of a flow.
package struct Expression: Sendable, Hashable {
  /// Its number in the flow, by which the compiled program selects it.
  package let index: Int
  /// As the author wrote it, without the braces.
  package let source: String
  /// The step it stands in; `nil` for one outside of every step.
  package let step: String?
  /// The field it stands in, as in ``FlowProblem/field``.
  package let field: String
  /// Set when it is nothing but a path (`.steps.list.files`), which needs no jq.
  let path: JSONPath?
  /// What of the context it reads; `nil` when it may read all of it.
  let reads: [JSONPath]?

  init(index: Int, source: String, tokens: [JQToken], step: String?, field: String) {
    self.index = index
    self.source = source
    self.step = step
    self.field = field
    path = JSONPath(tokens: tokens[...])
    reads = Self.pathsRead(by: tokens)
  }

  /// The first parts of the paths it reads, as far as they can be told.
  var rootsRead: [JSONPath.Part?] {
    (reads ?? []).map(\.parts.first)
  }

  /// The ids of the steps whose output it reads, as far as they can be told.
  var stepsRead: [String] {
    (reads ?? []).compactMap { path in
      guard path.parts.count > 1, path.parts[0] == .name("steps"), case .name(let id) = path.parts[1] else {
        return nil
      }
      return id
    }
  }

  /// The paths that an expression reads, where that can be told from its first part alone.
  ///
  /// Up to the first `|` outside of brackets, only paths, literals and operators may stand; behind it the context
  /// can't be seen any more.
  private static func pathsRead(by tokens: [JQToken]) -> [JSONPath]? {
    let head = tokens[..<firstPipe(in: tokens)]
    guard head.allSatisfy({ isHarmless($0) }) else { return nil }
    var paths: [JSONPath] = []
    var rest = head
    var before: JQToken?
    while let token = rest.first {
      defer { before = token }
      // `.a[].b`: `.b` is read from what stands before it.
      if token.kind == .field, !isTermEnd(before) {
        let length = JSONPath.length(in: rest)
        guard let path = JSONPath(tokens: rest.prefix(length)) else { return nil }
        paths.append(path)
        rest = rest.dropFirst(length)
        // `.a.b[.c]` and the like: `.c` is read from the root, and is seen by the next rounds.
      } else {
        rest = rest.dropFirst()
      }
    }
    return paths
  }

  /// Whether a member that comes next is one of what ends here.
  private static func isTermEnd(_ token: JQToken?) -> Bool {
    switch token?.kind {
    case .field?, .string?: true
    case .symbol?: ["]", ")", "?"].contains(token?.text)
    default: false
    }
  }

  private static func firstPipe(in tokens: [JQToken]) -> Int {
    var depth = 0
    for (position, token) in tokens.enumerated() where token.kind == .symbol {
      switch token.text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "|" where depth == 0: return position
      default: continue
      }
    }
    return tokens.count
  }

  private static func isHarmless(_ token: JQToken) -> Bool {
    switch token.kind {
    case .field, .number, .string: true
    case .symbol:
      [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "//", "[", "]", "?", "(", ")", ",", ":",
      ].contains(token.text)
    case .identifier: ["and", "or", "true", "false", "null", "not"].contains(token.text)
    case .variable, .format: false
    }
  }
}
