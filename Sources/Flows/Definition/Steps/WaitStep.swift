import Core

/// A step that waits. A run that waits takes no thread and survives any restart.
package enum WaitStep: Sendable, Hashable {
  /// So long; comes out as a span of time like `2h`.
  case span(ValueTemplate)
  /// Until a time; comes out as ISO 8601.
  case until(ValueTemplate)
  /// Until another system calls the address that expressions find at `.run.callbacks.<step id>`; its output is what
  /// came.
  case callback(timeout: Duration)
  /// Until a person decides; its output is `{"approved", "by", "reason", "at"}`.
  case approval(ApprovalRequest)

  /// How long a callback or an approval is waited for when the author doesn't say.
  package static let standardTimeout: Duration = .seconds(30 * 86_400)

  /// What is filled when it begins.
  package var template: ValueTemplate {
    switch self {
    case .span(let template), .until(let template): template
    case .callback: .plain([:])
    case .approval(let request): request.template
    }
  }
}

/// What a person is asked.
package struct ApprovalRequest: Sendable, Hashable {
  /// Comes out as an object with `title`, `message` and `people`: user names, e-mail addresses or identifiers of those who
  /// may decide; without any, everybody who may run the flow.
  package let template: ValueTemplate
  package let timeout: Duration
}

extension FlowReader {
  mutating func readWait(_ value: JSONValue, id: String) -> WaitStep {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["for", "until", "callback", "approval"], step: id, prefix: "wait.")
    guard object.count == 1, let (name, setting) = object.map({ ($0.0, $0.1) }).first else {
      report(
        id, "wait", "It doesn't say for what.",
        "Write one of: {for: 2h}, {until: \"2026-12-01T09:00:00Z\"}, {callback: {}}, {approval: {title: …}}.")
      return .span(.plain("0s"))
    }
    switch name {
    case "until": return readUntil(setting, id: id)
    case "callback": return .callback(timeout: readTimeout(setting, known: [], id: id, prefix: "wait.callback."))
    case "approval": return readApproval(setting, id: id)
    default: return readSpan(setting, id: id)
    }
  }

  private mutating func readSpan(_ value: JSONValue, id: String) -> WaitStep {
    if !Self.isExpression(value) { _ = span("for", of: ["for": value], step: id, prefix: "wait.") }
    return .span(templates.read(value, step: id, field: "wait.for"))
  }

  private mutating func readUntil(_ value: JSONValue, id: String) -> WaitStep {
    if !Self.isExpression(value), value.stringValue.flatMap(Timestamp.parse) == nil {
      report(
        id, "wait.until", "\(value.serialized()) is no time.",
        "Write it like 2026-12-01T09:00:00Z, or an expression that makes one.")
    }
    return .until(templates.read(value, step: id, field: "wait.until"))
  }

  private mutating func readApproval(_ value: JSONValue, id: String) -> WaitStep {
    let object = value.objectValue ?? [:]
    let timeout = readTimeout(value, known: ["title", "message", "people"], id: id, prefix: "wait.approval.")
    if object["title"] == nil {
      report(id, "wait.approval.title", "It is missing.", "Write what the person is asked.")
    }
    if let people = object["people"], people.arrayValue == nil, !Self.isExpression(people) {
      report(id, "wait.approval.people", "It is \(people.kindName).", "Write a list of user names or e-mail addresses.")
    }
    var asked = object
    asked["timeout"] = nil
    return .approval(
      ApprovalRequest(template: templates.read(.object(asked), step: id, field: "wait.approval"), timeout: timeout))
  }

  private mutating func readTimeout(_ value: JSONValue, known: [String], id: String, prefix: String) -> Duration {
    if value.objectValue == nil, value != .null {
      report(id, String(prefix.dropLast()), "It is \(value.kindName).", "Write an object; {} will do for a callback.")
    }
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: known + ["timeout"], step: id, prefix: prefix)
    return span("timeout", of: object, step: id, prefix: prefix) ?? WaitStep.standardTimeout
  }
}
