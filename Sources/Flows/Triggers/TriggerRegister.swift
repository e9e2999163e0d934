import Core
import Foundation
import Persistence

/// Makes the tables of what starts flows say what a flow's document says.
struct TriggerRegister {
  let session: any Session

  /// To be called in the transaction that changes which version counts, or whether the flow is switched on.
  ///
  /// A schedule that is still the same keeps its beat, and a poll that still asks the same keeps its cursor, also while
  /// the flow is switched off.
  func replace(_ definition: FlowDefinition, of flow: FlowID, isActive: Bool, at now: Date) throws {
    try ScheduleStore(session: session).replace(isActive ? definition.schedules : [], of: flow, at: now)
    try PollStore(session: session).replace(definition.polls, of: flow, isActive: isActive, at: now)
    try ListenerStore(session: session).replace(isActive ? listeners(definition) : [], of: flow, at: now)
  }

  private func listeners(_ definition: FlowDefinition) -> [Listener] {
    let library = definition.libraryTriggers.flatMap { trigger in
      trigger.events.map { Listener(kind: .library, source: $0, detail: "") }
    }
    let flows = definition.flowEndTriggers.flatMap { trigger in
      trigger.endings.map { Listener(kind: .flow, source: trigger.flow, detail: $0.rawValue) }
    }
    return library + flows
  }
}
