import Core

/// Reads what holds for all actions: errors, retries, rate budget.
extension DefinitionReader {
  mutating func errorRules(_ node: YAMLNode?) -> ErrorRules {
    guard let node else { return .none }
    let members = members(node, known: ["lists", "messages", "notAboutToken", "meanings"])
    return ErrorRules(
      lists: paths(members["lists"]), messages: paths(members["messages"]),
      notAboutToken: strings(members["notAboutToken"]).map { $0.lowercased() },
      meanings: elements(members["meanings"]).compactMap { meaning($0) })
  }

  private mutating func meaning(_ node: YAMLNode) -> ErrorMeaning? {
    let members = members(node, known: ["status", "words", "means"])
    let kinds = ErrorMeaning.Kind.allCases.map(\.rawValue)
    guard let kind = choice(required("means", of: members, in: node), of: kinds).flatMap(ErrorMeaning.Kind.init) else {
      return nil
    }
    if members["status"] == nil, members["words"] == nil { report(node, "needs a \"status\", \"words\" or both") }
    return ErrorMeaning(
      statuses: statuses(members["status"]), words: strings(members["words"]).map { $0.lowercased() }, kind: kind)
  }

  /// One status or a list of them.
  mutating func statuses(_ node: YAMLNode?) -> [Int] {
    guard let node else { return [] }
    return (node.elements ?? [node]).compactMap { int($0, in: 100...599) }
  }

  mutating func checks(_ node: YAMLNode?) -> [ResponseCheck] {
    elements(node).compactMap { check($0) }
  }

  /// What must hold of a part of an answer, without words for people.
  mutating func condition(_ node: YAMLNode?) -> ResponseCheck? {
    guard let node else { return nil }
    guard node.members != nil else {
      report(node, "must be a condition, as {path: type, equals: folder}")
      return nil
    }
    return check(node, known: [])
  }

  private mutating func check(_ node: YAMLNode, known: [String] = ["messages"]) -> ResponseCheck? {
    let words = ["equals", "differs", "exists", "empty"]
    let members = members(node, known: ["path"] + known + words)
    let given = words.filter { members[$0] != nil }
    guard let path = path(required("path", of: members, in: node)) else { return nil }
    guard given.count == 1, let value = members[given[0]] else {
      report(node, "needs exactly one of \(words.joined(separator: ", "))")
      return nil
    }
    let condition: ResponseCheck.Condition =
      switch given[0] {
      case "equals": .equals(value.elements.map { $0.map(\.json) } ?? [value.json])
      case "differs": .differs(value.elements.map { $0.map(\.json) } ?? [value.json])
      case "exists": .exists(bool(value) ?? true)
      default: .empty(bool(value) ?? true)
      }
    return ResponseCheck(path: path, condition: condition, messages: paths(members["messages"]))
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
    let members = members(node, known: ["requests", "per", "concurrency", "headers"])
    if members["requests"] != nil { _ = required("per", of: members, in: node) }
    return RateBudget(
      requests: int(members["requests"], in: 1...1_000_000), window: duration(members["per"]) ?? standard.window,
      concurrency: int(members["concurrency"], in: 1...1000) ?? standard.concurrency,
      headers: rateHeaders(members["headers"]))
  }

  private mutating func rateHeaders(_ node: YAMLNode?) -> RateHeaders {
    guard let node else { return .none }
    let members = members(node, known: ["remaining", "reset", "resetAs"])
    let kinds = RateHeaders.ResetKind.allCases.map(\.rawValue)
    return RateHeaders(
      remaining: string(members["remaining"]), reset: string(members["reset"]),
      resetKind: choice(members["resetAs"], of: kinds).flatMap(RateHeaders.ResetKind.init) ?? .seconds)
  }

  static let methods = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "MKCOL", "MOVE", "COPY", "REPORT",
  ]
}
