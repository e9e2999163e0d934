import Core
import Flows
import Foundation

/// What the list of flows shows.
struct FlowsPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let canEdit: Bool
  let hasFlows: Bool
  let count: String
  let flows: [Row]
  let next: String?

  init(frame: PageFrame, canEdit: Bool, flows: [Row], next: String? = nil) {
    self.frame = frame
    csrf = frame.csrf
    self.canEdit = canEdit
    hasFlows = !flows.isEmpty
    count = next == nil ? Quantity.count(flows.count, "flow") : "The first \(flows.count) flows"
    self.flows = flows
    self.next = next
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let description: String?
    let descriptionText: String
    /// Which version its triggers use.
    let version: String
    let hasDraft: Bool
    let marks: [ConnectorMark]
    let starts: Starts
    let lastRun: LastRun?
    let sparkline: Sparkline?
    let canEdit: Bool
    let canRun: Bool
    let isActive: Bool
    /// Whether there is anything to switch on: it is published and starts by itself.
    let isAutomatic: Bool
    /// What the switch asks for.
    let toggleTo: String
    let toggleLabel: String
    /// Whether to ask for its input first.
    let asks: Bool

    /// - Parameter runs: the last ones, the newest first.
    init(_ flow: Flow, _ definition: FlowDefinition, runs: [Run], canEdit: Bool, canRun: Bool, now: Date) {
      id = flow.id.description
      name = flow.name
      description = flow.description.isEmpty ? nil : flow.description
      descriptionText = flow.description
      version = flow.isPublished ? "version \(flow.version)" : "not published"
      hasDraft = flow.isPublished && flow.draft != nil
      marks = Self.marks(definition)
      starts = Starts(definition.triggers, nextStart: flow.nextStart)
      lastRun = runs.first.map(LastRun.init)
      sparkline = Sparkline(runs, now: now)
      self.canEdit = canEdit
      self.canRun = canRun
      isActive = flow.isActive
      isAutomatic = flow.isPublished && definition.triggers.contains { $0.kindName != "manual" }
      toggleTo = flow.isActive ? "false" : "true"
      toggleLabel = flow.isActive ? "Switch \(flow.name) off" : "Switch \(flow.name) on"
      asks = !RunInput(definition.inputSchema).fields.isEmpty
    }

    /// Each connection once, in the order of the steps; what runs inside of Weir has no sign.
    private static func marks(_ definition: FlowDefinition) -> [ConnectorMark] {
      var seen: Set<ConnectorMark> = []
      return definition.allSteps.flatMap(\.calls).compactMap { call in
        let connector = String(call.action.prefix { $0 != "/" })
        guard connector != "weir" else { return nil }
        let mark = ConnectorMark(connector: connector, connection: call.connection)
        return seen.insert(mark).inserted ? mark : nil
      }
    }
  }

  struct LastRun: Sendable {
    let id: String
    let kind: String
    let name: String
    let at: String

    init(_ run: Run) {
      id = run.id.description
      let label = StateLabel(run.state)
      kind = label.kind
      name = label.name
      at = Timestamp.format(run.createdAt)
    }
  }

  /// How a flow starts: the column that says none, webhook, or when it starts next.
  struct Starts: Sendable {
    let text: String
    /// A moment, where there is one.
    let at: String?

    init(_ triggers: [FlowTrigger], nextStart: Date?) {
      let others = triggers.filter { $0.kindName != "manual" && $0.kindName != "schedule" }
      let hasSchedule = triggers.contains { $0.kindName == "schedule" }
      at = hasSchedule ? nextStart.map(Timestamp.format) : nil
      var words = others.map { TriggerText.word($0) }
      if hasSchedule, nextStart == nil { words.append("Schedule, off") }
      text = words.isEmpty && at == nil ? "None" : words.joined(separator: ", ")
    }
  }
}

/// How a flow starts, in words.
enum TriggerText {
  static func text(_ triggers: [FlowTrigger], nextStart: Date?) -> String {
    let words = triggers.map { trigger in
      switch trigger {
      case .manual: "by hand"
      case .webhook: "by webhook"
      case .schedule: nextStart.map { "next \(Timestamp.format($0))" } ?? "by schedule"
      case .poll: "by new items"
      case .library: "by library events"
      case .skyhook: "by SkyHOOK"
      case .flow(let end): "after \(end.flow)"
      }
    }
    return words.joined(separator: ", ")
  }

  /// As the list's column says it.
  static func word(_ trigger: FlowTrigger) -> String {
    switch trigger {
    case .manual: "By hand"
    case .webhook: "Webhook"
    case .schedule: "Schedule"
    case .poll: "New items"
    case .library: "Library events"
    case .skyhook: "SkyHOOK"
    case .flow(let end): "After \(end.flow)"
    }
  }

  /// What started a run.
  static func cause(_ kind: String) -> String {
    switch kind {
    case "manual": "by hand"
    case "webhook": "by webhook"
    case "schedule": "by schedule"
    case "poll": "by new items"
    case "library": "by a library event"
    case "skyhook": "by SkyHOOK"
    case "flow": "by another flow"
    case "test": "as a test of a step"
    case "trial": "as a draft"
    default: kind
    }
  }
}

extension StateLabel {
  init(_ state: RunState) {
    switch state {
    case .queued: self.init(kind: "", name: "Queued")
    case .running: self.init(kind: "busy", name: "Running")
    case .waiting: self.init(kind: "warn", name: "Waiting")
    case .paused: self.init(kind: "warn", name: "Paused")
    case .succeeded: self.init(kind: "good", name: "Succeeded")
    case .failed: self.init(kind: "bad", name: "Failed")
    case .cancelled: self.init(kind: "warn", name: "Stopped")
    }
  }
}
