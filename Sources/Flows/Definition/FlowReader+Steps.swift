import Core

extension FlowReader {
  private static let commonFields = ["id", "title", "note", "retry", "timeout"]
  private static let kinds = ["action", "forEach", "if", "set"]
  private static let fieldsByKind = [
    "action": ["action", "connection", "input"],
    "forEach": ["forEach", "as", "concurrency", "steps", "output"],
    "if": ["if", "then", "elseIf", "else"],
    "set": ["set"],
  ]

  /// Reads a list of steps.
  /// - Parameters:
  ///   - place: where it stands, as `steps` or `then`.
  ///   - owner: the id of the step it stands in.
  mutating func readSteps(_ value: JSONValue?, place: String, owner: String?, depth: Int) -> [FlowStep] {
    guard case .array(let elements)? = value else {
      report(
        owner, place, value.map { "It is \($0.kindName)." } ?? "It is missing.", "Write a list of steps, one or more.")
      return []
    }
    if elements.isEmpty { report(owner, place, "There is no step in it.", "Write one step or more.") }
    if depth > Self.maximumDepth {
      report(
        owner, place, "Steps are nested more than \(Self.maximumDepth) deep.",
        "Move the inner ones into a flow of their own.")
      return []
    }
    return elements.enumerated().compactMap { readStep($1, place: "\(place)[\($0)]", owner: owner, depth: depth) }
  }

  private mutating func readStep(_ value: JSONValue, place: String, owner: String?, depth: Int) -> FlowStep? {
    guard case .object(let object) = value else {
      report(owner, place, "A step is an object, not \(value.kindName).", "Write \"id:\" and what the step does.")
      return nil
    }
    let id = readID(object, place: place, owner: owner)
    let found = Self.kinds.filter { object[$0] != nil }
    guard let kindName = found.first, found.count == 1 else {
      reportKind(object, found: found, id: id)
      return nil
    }
    let known = Self.commonFields + (Self.fieldsByKind[kindName] ?? [])
    refuseUnknown(in: object, known: known, step: id, prefix: "")
    let kind: FlowStep.Kind =
      switch kindName {
      case "action": .action(readAction(object, id: id))
      case "forEach": .forEach(readForEach(object, id: id, depth: depth))
      case "if": .conditional(readIf(object, id: id, depth: depth))
      default: .set(readSet(object, id: id))
      }
    return FlowStep(
      id: id, title: text("title", of: object, step: id, isRequired: false), kind: kind,
      retry: readRetry(object["retry"], id: id), timeout: span("timeout", of: object, step: id),
      note: text("note", of: object, step: id, isRequired: false))
  }

  private mutating func reportKind(_ object: JSONObject, found: [String], id: String) {
    let choices = Self.kinds.joined(separator: ", ")
    if found.count > 1 {
      report(id, found[1], "The step is a \(found[0]) and a \(found[1]) at once.", "Make two steps of it.")
      return
    }
    let known = Set(Self.commonFields + Self.fieldsByKind.values.joined())
    let unknown = object.keys.first { !known.contains($0) }
    let message = unknown.map { "There is no kind of step called \"\($0)\"." } ?? "It doesn't say what the step does."
    report(id, unknown ?? "", message, "Write one of: \(choices).")
  }

  /// The id, or the place of a step that has none, so that its other problems can name it.
  private mutating func readID(_ object: JSONObject, place: String, owner: String?) -> String {
    let fallback = owner.map { "\($0).\(place)" } ?? place
    guard let id = object["id"]?.stringValue else {
      report(
        fallback, "id", "It is missing.", "Give the step a short name that is unique in the flow, like \"upload\".")
      return fallback
    }
    let isWellFormed =
      (1...64).contains(id.utf8.count) && id.first?.isLetter == true
      && id.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
    if !isWellFormed {
      report(
        id, "id", "\"\(id)\" can't be an id.", "Begin with a letter; use letters, digits, \"_\" and \"-\", 64 at most.")
    }
    if !claim(id: id) {
      report(id, "id", "Another step has the id \"\(id)\".", "Give each step an id of its own.")
    }
    return id
  }

  private mutating func readAction(_ object: JSONObject, id: String) -> ActionStep {
    let action = text("action", of: object, step: id, isRequired: true) ?? ""
    let parts = action.split(separator: "/", omittingEmptySubsequences: false)
    if !action.isEmpty, parts.count != 2 || parts.contains(where: \.isEmpty) {
      report(
        id, "action", "\"\(action)\" is no action.",
        "Write connector/action, like mediavaletConnector-v1.0/uploadAsset.")
    }
    let input = object["input"] ?? [:]
    if input.objectValue == nil, !Self.isExpression(input) {
      report(id, "input", "It is \(input.kindName).", "Write an object, or an expression that makes one.")
    }
    return ActionStep(
      action: action, connection: text("connection", of: object, step: id, isRequired: false),
      input: templates.read(input, step: id, field: "input"))
  }

  private mutating func readForEach(_ object: JSONObject, id: String, depth: Int) -> ForEachStep {
    let items = object["forEach"] ?? .null
    if items.arrayValue == nil, !Self.isExpression(items) {
      report(
        id, "forEach", "It has no items: it is \(items.kindName).",
        "Write a list, or an expression that makes one, like \"{{ .steps.list.files }}\".")
    }
    let name = text("as", of: object, step: id, isRequired: false)
    if let name, !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) || name.isEmpty {
      report(id, "as", "\"\(name)\" can't be the name of a variable.", "Use letters, digits and \"_\".")
    }
    return ForEachStep(
      items: templates.read(items, step: id, field: "forEach"),
      concurrency: number("concurrency", of: object, in: 1...100, step: id) ?? 1, itemName: name,
      steps: readSteps(object["steps"], place: "steps", owner: id, depth: depth + 1),
      output: object["output"].map { templates.read($0, step: id, field: "output") })
  }

  private mutating func readIf(_ object: JSONObject, id: String, depth: Int) -> IfStep {
    var branches = [
      IfStep.Branch(
        condition: readCondition(object["if"], id: id, field: "if"),
        steps: readSteps(object["then"], place: "then", owner: id, depth: depth + 1))
    ]
    let others = object["elseIf"]?.arrayValue ?? []
    if object["elseIf"] != nil, others.isEmpty {
      report(id, "elseIf", "It is no list of branches.", "Write a list; each entry has \"if\" and \"then\".")
    }
    for (index, entry) in others.enumerated() {
      let branch = entry.objectValue ?? [:]
      refuseUnknown(in: branch, known: ["if", "then"], step: id, prefix: "elseIf[\(index)].")
      branches.append(
        IfStep.Branch(
          condition: readCondition(branch["if"], id: id, field: "elseIf[\(index)].if"),
          steps: readSteps(branch["then"], place: "elseIf[\(index)].then", owner: id, depth: depth + 1)))
    }
    let otherwise = object["else"].map { readSteps($0, place: "else", owner: id, depth: depth + 1) }
    return IfStep(branches: branches, otherwise: otherwise ?? [])
  }

  private mutating func readCondition(_ value: JSONValue?, id: String, field: String) -> ValueTemplate {
    let value = value ?? .null
    if value.boolValue == nil, !Self.isExpression(value) {
      report(
        id, field, "It is no condition: it would always come out the same.",
        "Write an expression, like \"{{ .item.size > 0 }}\".")
    }
    return templates.read(value, step: id, field: field)
  }

  private mutating func readSet(_ object: JSONObject, id: String) -> SetStep {
    let values = object["set"] ?? .null
    if values.objectValue?.isEmpty ?? true {
      report(id, "set", "It sets nothing.", "Write an object: each variable's name and value.")
    }
    return SetStep(values: templates.read(values, step: id, field: "set"))
  }

  private mutating func readRetry(_ value: JSONValue?, id: String) -> RetryPolicy {
    guard let value else { return .standard }
    guard case .object(let object) = value else {
      report(id, "retry", "It is \(value.kindName).", "Write an object with maxAttempts, backoff and cap.")
      return .standard
    }
    refuseUnknown(in: object, known: ["maxAttempts", "backoff", "cap"], step: id, prefix: "retry.")
    let standard = RetryPolicy.standard
    return RetryPolicy(
      maxAttempts: number("maxAttempts", of: object, in: 1...100, step: id, prefix: "retry.") ?? standard.maxAttempts,
      backoff: span("backoff", of: object, step: id, prefix: "retry.") ?? standard.backoff,
      cap: span("cap", of: object, step: id, prefix: "retry.") ?? standard.cap)
  }

  private static func isExpression(_ value: JSONValue) -> Bool {
    value.stringValue?.contains("{{") ?? false
  }
}
