import Core
import Flows

/// What the list of calls shows.
struct WebhooksPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let tabs: ActivityTabs
  let calls: [WebhookRow]
  let hasCalls: Bool
  let isFiltered: Bool
  let flows: [ActivityPage.Choice]
  let outcomes: [ActivityPage.Choice]
  let fragment: String
  let newer: String?
  let next: String?

  init(
    frame: PageFrame, tabs: ActivityTabs, filter: WebhookFilter, flows: [(id: FlowID, name: String)],
    calls: [WebhookRow], isFirstPage: Bool, next: String?
  ) {
    self.frame = frame
    csrf = frame.csrf
    self.tabs = tabs
    self.calls = calls
    hasCalls = !calls.isEmpty
    isFiltered = filter.isActive
    self.flows =
      [.init(id: "", name: "All flows", isChosen: filter.flow == nil)]
      + flows.map { .init(id: $0.id.description, name: $0.name, isChosen: $0.id == filter.flow) }
    outcomes =
      [.init(id: "", name: "Whatever became of them", isChosen: filter.outcome == nil)]
      + ReceivedCall.Outcome.allCases.map {
        .init(id: $0.rawValue, name: StateLabel($0).name, isChosen: $0 == filter.outcome)
      }
    fragment = isFirstPage ? filter.address(path: "/app/webhooks/rows") : ""
    newer = isFirstPage ? nil : filter.address()
    self.next = next
  }
}

/// A call in the list.
struct WebhookRow: Sendable {
  let id: String
  let flow: String
  let at: String
  let kind: String
  let outcome: String
  let detail: String
  let reason: String?
  let runs: [String]
  let canReplay: Bool

  init(_ call: ReceivedCall, flow: String, canReplay: Bool) {
    id = call.id.description
    self.flow = flow
    at = Timestamp.format(call.receivedAt)
    let label = StateLabel(call.outcome)
    kind = label.kind
    outcome = label.name
    let origin = call.replays != nil ? "replayed" : call.remoteAddress.map { "from \($0)" }
    detail = [call.method, Quantity.bytes(call.size), origin].compactMap(\.self).joined(separator: ", ")
    reason = call.reason
    runs = call.runs.map(\.description)
    self.canReplay = canReplay
  }
}

extension StateLabel {
  init(_ outcome: ReceivedCall.Outcome) {
    switch outcome {
    case .accepted: self.init(kind: "good", name: "Accepted")
    case .repeated: self.init(kind: "", name: "Came before")
    case .ignored: self.init(kind: "", name: "Ignored")
    case .answered: self.init(kind: "", name: "Handshake")
    case .refused: self.init(kind: "bad", name: "Refused")
    }
  }
}
