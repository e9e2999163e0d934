package import Core
import Foundation
package import Logging
package import Persistence
import ServiceLifecycle

/// Starts flows by the clock, each time exactly once however many processes run this.
///
/// The run is written and the next time is set in one transaction under a lock on the schedule's row. A schedule whose
/// time passed while nobody was there starts once, as soon as somebody is.
package struct TriggerService: Service {
  /// How long the identifiers of webhook events are remembered.
  package static let eventMemory: Duration = .seconds(7 * 86_400)
  private static let perTransaction = 50

  private let store: any Store
  private let effects: Effects
  private let tick: Duration
  private let logger: Logger

  /// - Parameter tick: how often to look at the clock; schedules start at most this late.
  package init(store: any Store, effects: Effects, tick: Duration = .seconds(1), logger: Logger) {
    self.store = store
    self.effects = effects
    self.tick = tick
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var forgottenAt: Date?
      while !Task.isCancelled {
        await startDue()
        let now = effects.now()
        if forgottenAt.map({ now.timeIntervalSince($0) > 3600 }) ?? true {
          await forgetEvents(before: now - Self.eventMemory / .seconds(1))
          forgottenAt = now
        }
        guard (try? await effects.sleep(tick)) != nil else { return }
      }
    }
  }

  /// Starts everything whose time has come.
  /// - Returns: how many runs were started; 0 also when the database is away.
  @discardableResult
  package func startDue() async -> Int {
    let now = effects.now()
    do {
      guard try await store.read({ try ScheduleStore(session: $0).isAnyDue(at: now) }) else { return 0 }
      var started = 0
      while true {
        let ids: [RunID] = (0..<Self.perTransaction).map { _ in effects.id() }
        let count = try await store.write { try Self.startDue($0, at: now, ids: ids) }
        started += count.started
        if count.due < Self.perTransaction { return started }
      }
    } catch {
      logger.warning("Schedules could not be looked at", metadata: ["error": "\(error)"])
      return 0
    }
  }

  private static func startDue(
    _ session: any Session, at now: Date, ids: [RunID]
  ) throws -> (due: Int, started: Int) {
    let schedules = ScheduleStore(session: session)
    let due = try schedules.due(at: now, limit: perTransaction)
    var started = 0
    for (entry, id) in zip(due, ids) {
      let flows = FlowStore(session: session)
      let flow = try flows.flow(entry.flow)
      let all = FlowReader.read(try flows.version(flow.id, flow.version).document).definition.schedules
      guard flow.isActive, all.indices.contains(entry.place) else {
        try schedules.advance(entry, to: nil)
        continue
      }
      try schedules.advance(entry, to: all[entry.place].next(after: now, last: entry.dueAt))
      try RunStore(session: session).insert(
        NewRun(
          id: id, flow: flow.id, team: flow.team, version: flow.version, triggerKind: "schedule",
          trigger: ["scheduledAt": JSONValue(entry.dueAt), "schedule": .string(all[entry.place].text)],
          startedBy: nil, createdAt: now))
      started += 1
    }
    return (due.count, started)
  }

  private func forgetEvents(before: Date) async {
    do {
      try await store.write { try $0.run("delete from flow_event where received_at < \(before)") }
    } catch {
      logger.debug("Old webhook events stay for now", metadata: ["error": "\(error)"])
    }
  }
}
