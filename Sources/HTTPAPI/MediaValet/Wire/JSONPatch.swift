import Core

/// The lines of a JSON patch that a resource other than an asset takes: `replace` and `add` of plain fields.
///
/// As the service does, a line that can't be taken is skipped and named in the answer's `errors`; the rest counts.
struct JSONPatch: Sendable {
  /// Field (path without its slash, in lower case) and value, in order.
  private(set) var changes: [(field: String, value: JSONValue)] = []
  private(set) var errors: [String] = []
  private(set) var warnings: [String] = []

  /// - Parameter fields: what may be changed, in lower case.
  /// - Throws: ``RequestError/invalidMember(_:expected:)`` when the body is no array of objects.
  init(_ body: LenientBody, fields: Set<String>) throws {
    for (index, line) in try body.array(of: "patch operations").enumerated() {
      guard let object = line.objectValue else {
        errors.append("Line \(index + 1) is skipped: it is \(line.kindName), not an object.")
        continue
      }
      take(LenientFields(object), line: index + 1, fields: fields)
    }
  }

  private mutating func take(_ fields: LenientFields, line: Int, fields known: Set<String>) {
    guard let op = fields.value("op")?.stringValue?.lowercased(), let path = fields.value("path")?.stringValue else {
      errors.append("Line \(line) is skipped: \"op\" and \"path\" are needed.")
      return
    }
    guard op == "replace" || op == "add" || op == "remove" else {
      errors.append("Line \(line) is skipped: the operation \"\(op)\" isn't known here.")
      return
    }
    let field = path.drop { $0 == "/" }.lowercased()
    guard known.contains(field) else {
      errors.append("Line \(line) is skipped: \(path) can't be changed here.")
      return
    }
    guard op == "remove" || fields.object.member(ignoringCaseOf: "value") != nil else {
      errors.append("Line \(line) is skipped: it has no value.")
      return
    }
    let allowed: Set = ["op", "path", "value", "oldvalue", "from"]
    for name in fields.object.keys where !allowed.contains(name.lowercased()) {
      warnings.append("Line \(line): \"\(name)\" isn't read.")
    }
    changes.append((field, op == "remove" ? "" : fields.object.member(ignoringCaseOf: "value") ?? .null))
  }

  /// The last value given to any of the fields, as text.
  func text(_ fields: String...) -> String? {
    changes.last { fields.contains($0.field) }.flatMap { change in
      switch change.value {
      case .string(let text): text
      case .int(let number): String(number)
      case .bool(let value): String(value)
      default: nil
      }
    }
  }

  func bool(_ fields: String...) -> Bool? {
    changes.last { fields.contains($0.field) }.flatMap { change in
      change.value.boolValue ?? change.value.stringValue.map { $0.lowercased() == "true" }
    }
  }
}
