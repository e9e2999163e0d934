import Core

extension FlowReader {
  private static let commonFields = ["id", "title", "note", "retry", "timeout", "onError"]
  /// Every kind of step with the fields that belong to it; the first one is its name.
  private static let kinds: [[String]] = [
    ["action", "connection", "input"], ["if", "then", "elseIf", "else"], ["switch", "cases", "default"],
    ["forEach", "as", "concurrency", "steps", "output", "onItemError"], ["parallel", "concurrency"],
    ["try", "catch", "finally"], ["flow", "input", "wait"], ["wait"], ["transform"], ["set"], ["batch"], ["split"],
    ["merge"], ["aggregate"], ["state"], ["respond"], ["stop"], ["fail"],
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
    guard let fields = readKind(object, id: id) else { return nil }
    refuseUnknown(in: object, known: Self.commonFields + fields, step: id, prefix: "")
    let kind = readKind(fields[0], object, id: id, depth: depth)
    return FlowStep(
      id: id, title: text("title", of: object, step: id, isRequired: false), kind: kind,
      retry: readRetry(object["retry"], id: id), timeout: span("timeout", of: object, step: id),
      onError: readErrorRule(object["onError"], id: id, depth: depth),
      note: text("note", of: object, step: id, isRequired: false))
  }

  private mutating func readKind(_ name: String, _ object: JSONObject, id: String, depth: Int) -> FlowStep.Kind {
    let value = object[name] ?? .null
    return switch name {
    case "action": .action(readAction(object, id: id))
    case "if": .conditional(readIf(object, id: id, depth: depth))
    case "switch": .choice(readSwitch(object, id: id, depth: depth))
    case "forEach": .forEach(readForEach(object, id: id, depth: depth))
    case "parallel": .parallel(readParallel(object, id: id, depth: depth))
    case "try": .attempt(readTry(object, id: id, depth: depth))
    case "flow": .flow(readSubflow(object, id: id))
    case "wait": .wait(readWait(value, id: id))
    case "transform": .transform(templates.read(value, step: id, field: "transform"))
    case "batch": .batch(readBatch(value, id: id))
    case "split": .split(readSplit(value, id: id))
    case "merge": .merge(readMerge(value, id: id))
    case "aggregate": .aggregate(readAggregate(value, id: id))
    case "state": .state(readState(value, id: id))
    case "respond": .respond(readRespond(value, id: id))
    case "stop": .stop(readStop(value, id: id))
    case "fail": .fail(readFail(value, id: id))
    default: .set(readSet(object, id: id))
    }
  }

  /// The fields of the one kind that a step is.
  private mutating func readKind(_ object: JSONObject, id: String) -> [String]? {
    // "wait" with "flow" says whether the other run is waited for.
    let found = Self.kinds.filter { object[$0[0]] != nil && !($0[0] == "wait" && object["flow"] != nil) }
    if let first = found.first, found.count == 1 { return first }
    if found.count > 1 {
      report(id, found[1][0], "The step is a \(found[0][0]) and a \(found[1][0]) at once.", "Make two steps of it.")
      return nil
    }
    let known = Set(Self.commonFields + Self.kinds.joined())
    let unknown = object.keys.first { !known.contains($0) }
    let message = unknown.map { "There is no kind of step called \"\($0)\"." } ?? "It doesn't say what the step does."
    report(id, unknown ?? "", message, "Write one of: \(Self.kinds.map { $0[0] }.joined(separator: ", ")).")
    return nil
  }

  /// The id, or the place of a step that has none, so that its other problems can name it.
  mutating func readID(_ object: JSONObject, place: String, owner: String?) -> String {
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

  static func isExpression(_ value: JSONValue) -> Bool {
    value.stringValue?.contains("{{") ?? false
  }
}
