import Core

/// What any step may have: how failures are repeated, and what becomes of the last one.
extension FlowReader {
  mutating func readRetry(_ value: JSONValue?, id: String) -> RetryPolicy {
    let standard = RetryPolicy.standard
    guard let value else { return standard }
    guard case .object(let object) = value else {
      report(id, "retry", "It is \(value.kindName).", "Write an object with maxAttempts, backoff and cap.")
      return standard
    }
    let prefix = "retry."
    refuseUnknown(
      in: object, known: ["maxAttempts", "backoff", "kind", "jitter", "cap", "on"], step: id, prefix: prefix)
    return RetryPolicy(
      maxAttempts: number("maxAttempts", of: object, in: 1...100, step: id, prefix: prefix) ?? standard.maxAttempts,
      backoff: span("backoff", of: object, step: id, prefix: prefix) ?? standard.backoff,
      kind: choice("kind", of: object, step: id, prefix: prefix) ?? standard.kind,
      jitter: readJitter(object["jitter"], id: id) ?? standard.jitter,
      cap: span("cap", of: object, step: id, prefix: prefix) ?? standard.cap,
      codes: readCodes(object["on"], id: id))
  }

  private mutating func readJitter(_ value: JSONValue?, id: String) -> Double? {
    guard let value else { return nil }
    if let jitter = value.doubleValue, (0...1).contains(jitter) { return jitter }
    report(id, "retry.jitter", "\(value.serialized()) is not allowed.", "Write a number from 0 to 1.")
    return nil
  }

  private mutating func readCodes(_ value: JSONValue?, id: String) -> Set<String>? {
    guard let value else { return nil }
    let codes = value.arrayValue?.compactMap(\.stringValue) ?? []
    if codes.isEmpty || codes.count != value.arrayValue?.count {
      report(id, "retry.on", "It is no list of error codes.", "Write a list, like [step_timed_out, service_busy].")
    }
    return Set(codes)
  }

  mutating func readErrorRule(_ value: JSONValue?, id: String, depth: Int) -> ErrorRule {
    switch value {
    case nil, "fail"?: return .fail
    case "continue"?: return .goOn
    case .array?: return .steps(readSteps(value, place: "onError", owner: id, depth: depth + 1))
    case let other?:
      report(id, "onError", "\(other.serialized()) is not known.", "Write fail, continue, or a list of steps.")
      return .fail
    }
  }

  /// A word of a fixed set.
  mutating func choice<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String, of object: JSONObject, step: String?, prefix: String = ""
  ) -> Word? {
    guard let value = object[name] else { return nil }
    if let word = value.stringValue.flatMap(Word.init(rawValue:)) { return word }
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    report(step, prefix + name, "\(value.serialized()) is not known.", "Write one of: \(known).")
    return nil
  }

  mutating func flag(_ name: String, of object: JSONObject, step: String?, prefix: String = "") -> Bool? {
    guard let value = object[name] else { return nil }
    if let flag = value.boolValue { return flag }
    report(step, prefix + name, "It is \(value.kindName).", "Write true or false.")
    return nil
  }
}
