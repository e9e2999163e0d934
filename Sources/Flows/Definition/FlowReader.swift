package import Core

/// Reads a flow's document and collects everything that is wrong with it.
///
/// What can be said from the document alone is said here; whether actions and connections exist, and whether libjq
/// takes the expressions, is for ``FlowValidator``.
package struct FlowReader {
  /// A flow with more steps than this is split into several.
  package static let maximumSteps = 500
  /// How deep steps may stand inside of steps.
  package static let maximumDepth = 8

  var templates = TemplateReader()
  private var found: [FlowProblem] = []
  private var ids: Set<String> = []

  package init() {}

  /// The definition and everything that is wrong with the document, in reading order.
  ///
  /// The definition is whatever could be understood; it may be used only when there is no problem.
  package static func read(_ document: JSONValue) -> (definition: FlowDefinition, problems: [FlowProblem]) {
    var reader = FlowReader()
    let definition = reader.readFlow(document)
    return (definition, reader.found + reader.templates.problems)
  }

  private mutating func readFlow(_ document: JSONValue) -> FlowDefinition {
    if document.objectValue == nil {
      report(nil, "", "A flow is an object, not \(document.kindName).", "Begin with \"name:\" and \"steps:\".")
    }
    let object = document.objectValue ?? [:]
    refuseUnknown(in: object, known: Self.flowFields, step: nil, prefix: "")
    let name = text("name", of: object, step: nil, isRequired: true) ?? ""
    let description = text("description", of: object, step: nil, isRequired: false) ?? ""
    let triggers = readTriggers(object)
    let variables = readObject("vars", of: object)
    let schema = readObject("input", of: object)
    let deadline = span("deadline", of: object, step: nil)
    if let deadline, deadline < .seconds(1) {
      report(nil, "deadline", "It is shorter than a second.", "Write how long a run may take in all, like 2h.")
    }
    let limits = readLimits(object["limits"])
    let steps = readSteps(object["steps"], place: "steps", owner: nil, depth: 1)
    if ids.count > Self.maximumSteps {
      report(
        nil, "steps", "There are \(ids.count) steps.", "Keep to \(Self.maximumSteps); split the flow into several.")
    }
    return FlowDefinition(
      name: name, description: description, triggers: triggers, variables: variables ?? [:],
      inputSchema: schema.map(JSONValue.object), deadline: deadline, limits: limits, steps: steps,
      expressions: templates.expressions)
  }

  private static let flowFields = [
    "name", "description", "trigger", "triggers", "vars", "input", "deadline", "limits", "steps",
  ]

  // MARK: What the other parts of the reader use

  mutating func report(_ step: String?, _ field: String, _ message: String, _ advice: String) {
    found.append(FlowProblem(step: step, field: field, message: message, advice: advice))
  }

  /// Notes an id.
  /// - Returns: false when a step has it already.
  mutating func claim(id: String) -> Bool {
    ids.insert(id).inserted
  }

  mutating func refuseUnknown(in object: JSONObject, known: [String], step: String?, prefix: String) {
    for name in object.keys where !known.contains(name) {
      report(
        step, prefix + name, "There is no field \"\(name)\" here.", "Known fields: \(known.joined(separator: ", ")).")
    }
  }

  mutating func text(
    _ name: String, of object: JSONObject, step: String?, isRequired: Bool, prefix: String = ""
  ) -> String? {
    switch object[name] {
    case .string(let text)?:
      let isBlank = text.allSatisfy(\.isWhitespace)
      if isBlank && isRequired { report(step, prefix + name, "It is empty.", "Write a text.") }
      return text
    case nil, .null?:
      if isRequired { report(step, prefix + name, "It is missing.", "Write \"\(name): …\".") }
      return nil
    case let other?:
      report(step, prefix + name, "It is \(other.kindName).", "Write a text.")
      return nil
    }
  }

  mutating func span(_ name: String, of object: JSONObject, step: String?, prefix: String = "") -> Duration? {
    guard let value = object[name] else { return nil }
    if let duration = DurationText.parse(value) { return duration }
    report(
      step, prefix + name, "\(value.serialized()) is no span of time.", "Write it like 500ms, 30s, 15m, 2h or 1d.")
    return nil
  }

  mutating func number(
    _ name: String, of object: JSONObject, in range: ClosedRange<Int>, step: String?, prefix: String = ""
  ) -> Int? {
    guard let value = object[name] else { return nil }
    if let number = value.intValue, let exact = Int(exactly: number), range.contains(exact) { return exact }
    report(
      step, prefix + name, "\(value.serialized()) is not allowed.",
      "Write a whole number from \(range.lowerBound) to \(range.upperBound).")
    return nil
  }

  private mutating func readObject(_ name: String, of object: JSONObject) -> JSONObject? {
    switch object[name] {
    case .object(let members)?: return members
    case nil, .null?: return nil
    case let other?:
      report(nil, name, "It is \(other.kindName).", "Write an object: names and values.")
      return nil
    }
  }
}
