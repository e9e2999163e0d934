import Core
import Sources

/// How far it is that a service tells a source what changed, for the source's page.
struct SourceTold: Sendable {
  let kind: String
  let state: String
  let note: String
  let heard: String?
  let until: String?

  init(_ subscription: Subscription) {
    heard = subscription.heardAt.map { Timestamp.format($0) }
    switch (subscription.state, subscription.problem) {
    case (_, let problem?):
      (kind, state, note, until) = ("warn", "Not told by the service", problem, nil)
    case (.told, nil):
      (kind, state, note) = ("good", "Told by the service", heard == nil ? "Nothing heard yet." : "")
      until = subscription.endsAt.map { Timestamp.format($0) }
    case (.wanted, nil), (.ending, nil):
      (kind, state, note, until) = ("", "Asking the service to tell", "", nil)
    }
  }
}
