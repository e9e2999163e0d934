package import Core
package import Foundation

/// One line of the process log: what one step of one run did.
package struct StepEntry: Sendable, Hashable {
  /// Unique in the run: `each[3].upload`.
  package let path: String
  /// The step's id in the flow; empty for one round of a loop.
  package let stepID: String
  /// ``FlowStep/kindName``, or `item`.
  package let kind: String
  /// `running`, `waiting`, `succeeded`, `failed` or `cancelled`.
  package let state: String
  /// How many times it was begun.
  package let attempt: Int
  /// Bounded and masked.
  package let input: BoundedValue
  package let output: BoundedValue?
  package let failure: StepFailure?
  package let startedAt: Date
  package let endedAt: Date?
  /// When the next attempt begins, while it waits.
  package let wakesAt: Date?
  /// How far a long action is, in bytes or items.
  package let done: Int64?
  package let total: Int64?
  /// The tries that didn't succeed, the first one first.
  package let attempts: [AttemptRecord]
  /// Every try with what it sent and got back, the first one first.
  package let tries: [StepTry]
  /// Higher with each change; the position for ``Runs/events(of:after:as:)``.
  package let revision: Int64
  /// The order in which entries began.
  package let place: Int64

  /// The path of the entry it stands in; `nil` at the top.
  package var parentPath: String? {
    let end = path.lastIndex { $0 == "." || $0 == "[" }
    return end.map { String(path[..<$0]) }
  }
}

/// A value of the log, cut off when it is long.
package struct BoundedValue: Sendable, Hashable {
  /// Longer values are cut off.
  package static let limit = 64 << 10

  /// The value; when it was cut off, a string with the beginning of its JSON.
  package let value: JSONValue
  /// How long it is in whole, in bytes of JSON; `nil` unless it was cut off.
  package let fullLength: Int?

  init(_ value: JSONValue, limit: Int = BoundedValue.limit) {
    let bytes = value.isSmaller(than: limit / 2) ? [] : value.encoded()
    guard bytes.count > limit else {
      self.value = value
      fullLength = nil
      return
    }
    self.value = .string(String(decoding: bytes.prefix(limit), as: UTF8.self) + "…")
    fullLength = bytes.count
  }

  /// What a row of the journal keeps: the value, or its beginning when it rests among the blobs.
  init(stored: JSONValue, masker: Masker) {
    guard let reference = PayloadReference(stored: stored) else {
      self.init(masker.forShowing(PayloadReference.unescaped(stored)))
      return
    }
    self.init(start: reference.start, fullLength: reference.bytes)
  }

  private init(start: String, fullLength: Int) {
    value = .string(start + "…")
    self.fullLength = fullLength
  }

  /// As the wire shows it: the value, or `{"$truncated": {"bytes", "start"}}`.
  package var json: JSONValue {
    guard let fullLength else { return value }
    return ["$truncated": ["bytes": JSONValue(fullLength), "start": value]]
  }
}
