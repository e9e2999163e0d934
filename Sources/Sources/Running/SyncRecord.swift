package import Core
package import Foundation

/// One sync of a source, going on or over.
package struct SyncRecord: Sendable, Hashable {
  /// Counts the syncs of the source from 1.
  package let number: Int
  package let kind: SyncMachine.Kind
  package let phase: SyncMachine.Phase
  package let state: State
  package let startedAt: Date
  package let endedAt: Date?
  /// Why it failed, for people.
  package let problem: String?
  package let counts: SyncCounts

  package enum State: String, Sendable, CaseIterable {
    case running
    case done
    /// It goes on by itself later, from where it was.
    case failed
  }

  package init(
    number: Int, kind: SyncMachine.Kind, phase: SyncMachine.Phase, state: State, startedAt: Date, endedAt: Date?,
    problem: String?, counts: SyncCounts
  ) {
    self.number = number
    self.kind = kind
    self.phase = phase
    self.state = state
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.problem = problem
    self.counts = counts
  }
}

/// What a sync has seen and done so far.
package struct SyncCounts: Sendable, Hashable {
  /// Files and folders that the service named.
  package var seen = 0
  package var added = 0
  package var changed = 0
  package var moved = 0
  /// Files whose fields alone changed.
  package var edited = 0
  package var unchanged = 0
  package var skipped = 0
  package var gone = 0
  /// Files whose content was brought.
  package var brought = 0
  /// In bytes.
  package var bytes: Int64 = 0
  /// Tries that failed.
  package var failed = 0

  package init() {}

  /// Names and values, in the order in which they are shown.
  package var json: JSONObject {
    [
      "seen": JSONValue(seen), "added": JSONValue(added), "changed": JSONValue(changed), "moved": JSONValue(moved),
      "edited": JSONValue(edited), "unchanged": JSONValue(unchanged), "skipped": JSONValue(skipped),
      "gone": JSONValue(gone), "brought": JSONValue(brought), "bytes": .int(bytes), "failed": JSONValue(failed),
    ]
  }

  init(json: JSONValue) {
    func number(_ name: String) -> Int { json[name]?.intValue.map(Int.init) ?? 0 }
    seen = number("seen")
    added = number("added")
    changed = number("changed")
    moved = number("moved")
    edited = number("edited")
    unchanged = number("unchanged")
    skipped = number("skipped")
    gone = number("gone")
    brought = number("brought")
    bytes = json["bytes"]?.intValue ?? 0
    failed = number("failed")
  }

  mutating func add(_ kind: Comparison.Kind) {
    seen += 1
    switch kind {
    case .unchanged: unchanged += 1
    case .added: added += 1
    case .changed: changed += 1
    case .moved: moved += 1
    case .edited: edited += 1
    case .skipped: skipped += 1
    }
  }
}
