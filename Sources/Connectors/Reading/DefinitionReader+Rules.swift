import Core

/// Reads what holds for all actions: errors, retries, rate budget.
extension DefinitionReader {
  mutating func errorRules(_ node: YAMLNode?) -> ErrorRules {
    guard let node else { return .none }
    let members = members(node, known: ["lists", "messages", "notAboutToken"])
    return ErrorRules(
      lists: paths(members["lists"]), messages: paths(members["messages"]),
      notAboutToken: strings(members["notAboutToken"]).map { $0.lowercased() })
  }

  mutating func retry(_ node: YAMLNode?) -> RetryRules {
    var rules = RetryRules()
    guard let node else { return rules }
    let members = members(node, known: ["attempts", "first", "factor", "longest", "safeMethods"])
    rules.attempts = int(members["attempts"], in: 1...20) ?? rules.attempts
    rules.first = duration(members["first"]) ?? rules.first
    rules.factor = int(members["factor"], in: 1...10) ?? rules.factor
    rules.longest = duration(members["longest"]) ?? rules.longest
    if let methods = members["safeMethods"] {
      rules.safeMethods = Set((methods.elements ?? []).compactMap { choice($0, of: Self.methods) })
    }
    if rules.longest < rules.first { report(node, "\"longest\" is shorter than \"first\"") }
    return rules
  }

  mutating func budget(_ node: YAMLNode?) -> RateBudget {
    let standard = RateBudget.standard
    guard let node else { return standard }
    let members = members(node, known: ["requests", "per", "concurrency"])
    if members["requests"] != nil { _ = required("per", of: members, in: node) }
    return RateBudget(
      requests: int(members["requests"], in: 1...1_000_000), window: duration(members["per"]) ?? standard.window,
      concurrency: int(members["concurrency"], in: 1...1000) ?? standard.concurrency)
  }

  static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
}
