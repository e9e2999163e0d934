package import Core

/// Why an attempt of a step failed, as data: it is stored, shown and compared.
package struct StepFailure: Error, Sendable, Hashable {
  /// Whether it may go away by itself.
  package enum Retry: Sendable, Hashable {
    /// Trying again is useless.
    case never
    /// Try again after the pause of the step's ``RetryPolicy``.
    case backOff
    /// The service asked for a pause of at least this long.
    case after(Duration)
    /// Nothing was tried, since the connection's budget is spent: come back after that long. It counts as no failure.
    case rest(Duration)
  }

  /// A stable snake_case name.
  package let code: String
  package let message: String
  package let advice: String?
  package let retry: Retry
  /// The field of the step that is to blame, where that is known.
  package let field: String?
  /// Facts for programs and for the process log, already bounded and masked.
  package let details: JSONObject

  package init(
    code: String, message: String, advice: String? = nil, retry: Retry = .never, field: String? = nil,
    details: JSONObject = [:]
  ) {
    self.code = code
    self.message = message
    self.advice = advice
    self.retry = retry
    self.field = field
    self.details = details
  }
}

extension StepFailure {
  /// What a step tells about an error of its own room.
  package init(_ error: any CodedError) {
    self.init(
      code: error.code, message: error.message, advice: error.advice,
      retry: error.category.isTransient ? .backOff : .never, details: error.details)
  }

  /// As the journal keeps it.
  package var json: JSONValue {
    var object: JSONObject = ["code": .string(code), "message": .string(message)]
    if let advice { object["advice"] = .string(advice) }
    if let field { object["field"] = .string(field) }
    if !details.isEmpty { object["details"] = .object(details) }
    return .object(object)
  }

  /// Reads what the journal kept. Stored failures are final, so ``retry`` isn't.
  package init(json: JSONValue) {
    self.init(
      code: json["code"]?.stringValue ?? "unknown", message: json["message"]?.stringValue ?? "The reason is not known.",
      advice: json["advice"]?.stringValue, field: json["field"]?.stringValue,
      details: json["details"]?.objectValue ?? [:])
  }

  /// As expressions see it: in `.vars.error`, and in the output of what went on after it.
  /// - Parameter origin: the path of the step that failed.
  func value(origin: String) -> JSONValue {
    guard case .object(var object) = json else { return .null }
    object["path"] = .string(origin)
    object["step"] = JSONValue(origin.split(separator: ".").last.map(String.init))
    return .object(object)
  }
}
