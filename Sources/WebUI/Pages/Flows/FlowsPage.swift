import Core
import Flows
import Foundation

/// What the list of flows shows.
struct FlowsPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let canEdit: Bool
  let hasFlows: Bool
  let flows: [Row]

  init(frame: PageFrame, canEdit: Bool, flows: [Row]) {
    self.frame = frame
    csrf = frame.csrf
    self.canEdit = canEdit
    hasFlows = !flows.isEmpty
    self.flows = flows
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let description: String?
    let version: Int
    let trigger: String
    let lastRun: LastRun?
    /// How its trigger stands; `nil` when it only ever starts by hand.
    let active: StateLabel?
    let canRun: Bool
    /// Whether to ask for its input first.
    let asks: Bool

    init(_ flow: Flow, _ definition: FlowDefinition, lastRun: Run?, canRun: Bool) {
      id = flow.id.description
      name = flow.name
      description = flow.description.isEmpty ? nil : flow.description
      version = flow.version
      trigger = TriggerText.text(definition.triggers, nextStart: flow.nextStart)
      self.lastRun = lastRun.map(LastRun.init)
      let isAutomatic = definition.triggers.contains { $0.kindName != "manual" }
      active =
        isAutomatic ? StateLabel(kind: flow.isActive ? "good" : "", name: flow.isActive ? "On" : "Off") : nil
      asks = !RunInput(definition.inputSchema).fields.isEmpty
      self.canRun = canRun
    }
  }

  struct LastRun: Sendable {
    let id: String
    let kind: String
    let name: String

    init(_ run: Run) {
      id = run.id.description
      let label = StateLabel(run.state)
      kind = label.kind
      name = label.name
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
