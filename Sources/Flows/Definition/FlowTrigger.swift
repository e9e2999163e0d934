/// What starts a flow by itself.
package enum FlowTrigger: Sendable, Hashable {
  /// A person or a program starts it, with an input.
  case manual
  /// A call of the flow's own address.
  case webhook(WebhookTrigger)
  /// The clock.
  case schedule(ScheduleTrigger)
  /// A connector's action that is asked again and again what is new.
  case poll(PollTrigger)
  /// Something happened in the library.
  case library(LibraryTrigger)
  /// A CloudEvent, as MediaValet's SkyHOOK sends them to the flow's own address.
  case skyhook(WebhookTrigger)
  /// The end of another flow's run.
  case flow(FlowEndTrigger)

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

extension FlowDefinition {
  /// What calls of the flow's address must prove, when it takes any.
  package var webhook: WebhookTrigger? {
    triggers.lazy.compactMap { trigger in
      switch trigger {
      case .webhook(let webhook), .skyhook(let webhook): webhook
      default: nil
      }
    }.first
  }

  /// The schedules, in the order in which they were written.
  package var schedules: [ScheduleTrigger] {
    triggers.compactMap { if case .schedule(let schedule) = $0 { schedule } else { nil } }
  }

  /// The polling triggers, in the order in which they were written.
  package var polls: [PollTrigger] {
    triggers.compactMap { if case .poll(let poll) = $0 { poll } else { nil } }
  }

  /// The library events that start it.
  package var libraryTriggers: [LibraryTrigger] {
    triggers.compactMap { if case .library(let library) = $0 { library } else { nil } }
  }

  /// The other flows whose ends start it.
  package var flowEndTriggers: [FlowEndTrigger] {
    triggers.compactMap { if case .flow(let flow) = $0 { flow } else { nil } }
  }
}
