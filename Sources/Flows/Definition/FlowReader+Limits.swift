import Core

extension FlowReader {
  /// Reads `limits:`.
  mutating func readLimits(_ value: JSONValue?) -> FlowLimits {
    guard let value, value != .null else { return .none }
    guard case .object(let object) = value else {
      report(nil, "limits", "It is \(value.kindName).", "Write an object, like {concurrency: 4}.")
      return .none
    }
    refuseUnknown(in: object, known: ["concurrency", "per", "throttle", "debounce"], step: nil, prefix: "limits.")
    return FlowLimits(
      concurrency: number("concurrency", of: object, in: 1...10_000, step: nil, prefix: "limits."),
      perKey: object["per"].flatMap { readPerKey($0) }, throttle: object["throttle"].flatMap { readThrottle($0) },
      debounce: object["debounce"].flatMap { readDebounce($0) })
  }

  private mutating func readPerKey(_ value: JSONValue) -> FlowLimits.PerKey? {
    let object = value.objectValue ?? [:]
    let prefix = "limits.per."
    refuseUnknown(in: object, known: ["key", "concurrency"], step: nil, prefix: prefix)
    guard let key = object["key"] else {
      report(nil, "\(prefix)key", "It is missing.", "Write an expression, like \"{{ .trigger.customer }}\".")
      return nil
    }
    return FlowLimits.PerKey(
      key: templates.read(key, step: nil, field: "\(prefix)key"),
      concurrency: number("concurrency", of: object, in: 1...1000, step: nil, prefix: prefix) ?? 1)
  }

  private mutating func readThrottle(_ value: JSONValue) -> FlowLimits.Throttle? {
    let object = value.objectValue ?? [:]
    let prefix = "limits.throttle."
    refuseUnknown(in: object, known: ["runs", "every"], step: nil, prefix: prefix)
    guard let runs = number("runs", of: object, in: 1...1_000_000, step: nil, prefix: prefix),
      let every = span("every", of: object, step: nil, prefix: prefix), every > .zero
    else {
      report(nil, "limits.throttle", "It doesn't say how many runs in what time.", "Write {runs: 10, every: 1m}.")
      return nil
    }
    return FlowLimits.Throttle(runs: runs, every: every)
  }

  private mutating func readDebounce(_ value: JSONValue) -> FlowLimits.Debounce? {
    let object = value.objectValue ?? [:]
    let prefix = "limits.debounce."
    refuseUnknown(in: object, known: ["key", "for"], step: nil, prefix: prefix)
    guard let quiet = span("for", of: object, step: nil, prefix: prefix) else {
      report(nil, "\(prefix)for", "It doesn't say how long.", "Write a span of time, like 30s.")
      return nil
    }
    return FlowLimits.Debounce(
      key: object["key"].map { templates.read($0, step: nil, field: "\(prefix)key") }, quiet: quiet)
  }
}
