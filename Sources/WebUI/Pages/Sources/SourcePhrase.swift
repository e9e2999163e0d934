import Sources

/// Sources in words for people.
enum SourcePhrase {
  static func folders(_ rules: SourceRules) -> String {
    rules.folders.map { $0.path.isEmpty ? "everything" : $0.path }.joined(separator: ", ")
  }

  static func schedule(_ schedule: SourceSchedule) -> String {
    switch schedule {
    case .byHand: "By hand"
    case .every12Hours: "Every 12 hours"
    case .daily: "Every day"
    case .weekly: "Every week"
    case .monthly: "Every month"
    case .cron(let line, let zone): "\(line) (\(zone))"
    }
  }

  /// The class of a state and its words.
  static func state(_ source: Source) -> (kind: String, name: String) {
    guard source.isActive else { return ("", "Off") }
    guard let last = source.last else { return ("", "Not synced yet") }
    return state(last)
  }

  static func state(_ sync: SyncRecord) -> (kind: String, name: String) {
    switch sync.state {
    case .running: ("warn", phase(sync.phase))
    case .done: ("good", "In step")
    case .failed: ("bad", "Failed")
    }
  }

  private static func phase(_ phase: SyncMachine.Phase) -> String {
    switch phase {
    case .begin, .changes, .list: "Looking"
    case .pair, .fetch: "Bringing files"
    case .settle, .done: "Finishing"
    }
  }

  /// "3 new, 1 moved"; what is nothing is left out.
  static func summary(_ counts: SyncCounts) -> String {
    let parts = [
      (counts.added, "new"), (counts.changed, "changed"), (counts.moved, "moved"), (counts.edited, "described anew"),
      (counts.gone, "gone"), (counts.skipped, "left out"), (counts.failed, "failed"),
      (counts.unchanged, "as they were"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? "Nothing to do" : parts.joined(separator: ", ")
  }
}
