/// What starts a flow by itself.
package enum FlowTrigger: Sendable, Hashable {
  /// A person or a program starts it, with an input.
  case manual
  case webhook(WebhookTrigger)
  case schedule(ScheduleTrigger, missed: MissedPolicy)
  case poll(PollTrigger)
  case library(LibraryTrigger)
  case skyhook(SkyhookTrigger)
  case flow(FlowEndTrigger)

  /// What becomes of the times that passed while nobody was there.
  package enum MissedPolicy: String, Sendable, Hashable, CaseIterable {
    /// One run for all of them.
    case once
    case skip
    /// A run for each.
    case all
  }

  /// The word for it in documents, runs and lists.
  package var kindName: String {
    switch self {
    case .manual: "manual"
    case .webhook: "webhook"
    case .schedule: "schedule"
    case .poll: "poll"
    case .library: "library"
    case .skyhook: "skyhook"
    case .flow: "flow"
    }
  }
}
