import Foundation

/// How a connection stands right after somebody entered something.
enum ConnectionRules {
  static func health(
    _ draft: ConnectionDraft, stored: Set<String>, token: TokenSummary? = nil, at now: Date
  ) -> ConnectionHealth {
    if let missing = draft.authentication.missingSecret(stored) {
      let words = missing.replacing("_", with: " ")
      return ConnectionHealth(.incomplete, since: now, reason: "the \(words) is missing")
    }
    if !draft.authentication.isConsented(stored, hasToken: token != nil) {
      return ConnectionHealth(.incomplete, since: now, reason: "nobody has connected it yet")
    }
    return ConnectionHealth(.untested, since: now, reason: "it has not been tested yet")
  }

  /// Which secrets rest in the vault once a draft is written.
  static func stored(_ before: Set<String>, after draft: ConnectionDraft) -> Set<String> {
    draft.secrets.reduce(into: before) { stored, change in
      if change.value == nil { stored.remove(change.key) } else { stored.insert(change.key) }
    }
  }

  /// Whether the change may mend what is wrong.
  static func mayHelp(_ draft: ConnectionDraft, _ existing: Connection) -> Bool {
    switch existing.state {
    case .healthy, .untested: !draft.secrets.isEmpty
    case .incomplete, .misconfigured: true
    case .needsReconnect, .unavailable: false
    }
  }
}
