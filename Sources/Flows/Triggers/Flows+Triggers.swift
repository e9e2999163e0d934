package import Core
import Foundation
package import Identity
import Persistence

extension Flows {
  /// How the triggers of a flow's newest version stand, in the order in which they were written.
  package func triggers(of id: FlowID, as principal: Principal) async throws -> [TriggerStatus] {
    let flow = try await flow(id, for: .viewFlows, as: principal)
    guard flow.isPublished else { return [] }
    let now = effects.now()
    return try await store.read { session in
      let definition = FlowReader.read(try FlowStore(session: session).version(id, flow.version).document).definition
      let due = try ScheduleStore(session: session).times(of: id)
      let polls = try PollStore(session: session).reports(of: id)
      let secrets = try HookSecretStore(session: session).secrets(of: id)
      var (schedulePlace, pollPlace) = (0, 0)
      return definition.triggers.map { trigger in
        switch trigger {
        case .schedule(let schedule):
          defer { schedulePlace += 1 }
          return TriggerStatus(trigger).with(schedule, due: due[schedulePlace], at: now)
        case .poll:
          defer { pollPlace += 1 }
          return TriggerStatus(trigger).with(polls[pollPlace])
        case .webhook(let webhook), .skyhook(let webhook): return TriggerStatus(trigger).with(webhook, secrets)
        case .manual, .library, .flow: return TriggerStatus(trigger)
        }
      }
    }
  }

  /// The next times of a schedule that isn't saved yet.
  /// - Parameter schedule: as a document writes it: `{"cron": "0 6 * * 1-5", "timeZone": "Europe/Berlin"}`.
  /// - Throws: ``FlowError/invalid(_:)`` with what is wrong with it.
  package func firings(of schedule: JSONValue) throws -> [Firing] {
    let document: JSONValue = ["name": "-", "trigger": ["schedule": schedule], "steps": []]
    let (definition, problems) = FlowReader.read(document)
    let own = problems.filter { $0.field.hasPrefix("trigger") }
    guard own.isEmpty, let schedule = definition.schedules.first else { throw FlowError.invalid(own) }
    return schedule.firings(after: effects.now())
  }
}

extension TriggerStatus {
  fileprivate func with(_ schedule: ScheduleTrigger, due: Date?, at now: Date) -> TriggerStatus {
    var status = self
    status.missed = schedule.missed
    // While it is off there is no beat yet; the times are those it would have.
    let after = due.map { $0 > now ? $0 - 0.001 : now } ?? now
    status.firings = schedule.firings(after: after, last: due)
    return status
  }

  fileprivate func with(_ report: PollStore.Report?) -> TriggerStatus {
    var status = self
    status.polledAt = report?.polledAt
    status.nextPoll = report?.nextAt
    status.foundAt = report?.foundAt
    status.problem = report?.problem.map(StepFailure.init(json:))
    return status
  }

  fileprivate func with(_ webhook: WebhookTrigger, _ secrets: SealedHookSecrets) -> TriggerStatus {
    var status = self
    status.preset = webhook.preset
    if webhook.proof != .none, secrets.primary == nil, secrets.secondary == nil { status.missingSecrets = [.primary] }
    if webhook.preset?.hasVerifyToken ?? false, secrets.verify == nil { status.missingSecrets.append(.verify) }
    return status
  }
}
