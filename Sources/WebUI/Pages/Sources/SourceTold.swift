import Core
import Sources

/// How far it is that a service tells a source what changed, for the source's page.
struct SourceTold: Sendable {
  let kind: String
  let state: String
  let note: String
  let until: String?

  init(_ subscription: Subscription) {
    let heard = subscription.heardAt.map { "Last heard \(Timestamp.format($0))." } ?? "Nothing heard yet."
    switch (subscription.state, subscription.problem) {
    case (_, let problem?):
      (kind, state, note, until) = ("warning", "Not told by the service", problem, nil)
    case (.told, nil):
      let end = subscription.endsAt.map { Timestamp.format($0) }
      (kind, state, until) = ("success", "Told by the service", end)
      note = end == nil ? heard : heard + " Renewed before"
    case (.wanted, nil), (.ending, nil):
      (kind, state, note, until) = ("quiet", "Asking the service to tell", "", nil)
    }
  }
}
