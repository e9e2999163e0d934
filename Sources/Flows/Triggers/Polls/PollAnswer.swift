import Core

/// What an action answered that was asked what is new.
struct PollAnswer: Sendable, Hashable {
  /// More items in one page are refused: they would be one run's input.
  static let mostItems = 10_000
  /// In bytes of JSON.
  static let mostBytes = 4 << 20

  let items: [JSONValue]
  let cursor: JSONValue
  /// Whether there is another page at once.
  let isMore: Bool

  /// - Throws: a failure that says what is wrong with the answer.
  init(_ value: JSONValue) throws(StepFailure) {
    guard let items = value["items"]?.arrayValue, let cursor = value["cursor"], cursor != .null else {
      throw Self.failure("The action's answer has no \"items\" and \"cursor\".", "Choose an action that tells changes.")
    }
    guard items.count <= Self.mostItems, JSONValue.array(items).isSmaller(than: Self.mostBytes) else {
      throw Self.failure("The action answers too many items at once.", "Ask for smaller pages in its input.")
    }
    self.items = items
    self.cursor = cursor
    isMore = value["more"] == true
  }

  private static func failure(_ message: String, _ advice: String) -> StepFailure {
    StepFailure(code: "poll_answer_invalid", message: message, advice: advice)
  }
}

/// How far a poll has come, as its row keeps it.
struct PollState: Sendable, Hashable {
  /// What the action gave last; `nil` before the first answer.
  let cursor: JSONValue?
  /// Whether what was there at the beginning is behind it, so that items start runs.
  let isSettled: Bool

  init(cursor: JSONValue?, isSettled: Bool) {
    self.cursor = cursor
    self.isSettled = isSettled
  }

  init(stored: JSONValue?) {
    cursor = stored?["cursor"]
    isSettled = stored?["settled"] == true
  }

  var stored: JSONValue { ["cursor": cursor ?? .null, "settled": .bool(isSettled)] }

  /// What follows from an answer: the next state, and the items that start a run.
  func next(after answer: PollAnswer, _ beginning: PollTrigger.Beginning) -> (state: PollState, items: [JSONValue]) {
    let counts = isSettled || beginning == .all
    return (PollState(cursor: answer.cursor, isSettled: counts || !answer.isMore), counts ? answer.items : [])
  }
}
