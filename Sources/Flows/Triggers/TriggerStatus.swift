import Core
package import Foundation

/// How one trigger of a flow stands.
package struct TriggerStatus: Sendable, Hashable {
  /// ``FlowTrigger/kindName``
  package let kind: String
  /// In words.
  package let text: String
  /// The next times of a schedule: at most five.
  package var firings: [Firing] = []
  /// What becomes of missed times, of a schedule.
  package var missed: ScheduleTrigger.Missed?
  /// When a poll asked last, when it asks next, and when it found something last.
  package var polledAt: Date?
  package var nextPoll: Date?
  package var foundAt: Date?
  /// Why a poll's last question failed.
  package var problem: StepFailure?
  /// The secrets that calls of the address need and that nobody has entered yet.
  package var missingSecrets: [HookSecretName] = []
  package var preset: WebhookPreset?

  init(_ trigger: FlowTrigger) {
    kind = trigger.kindName
    text = Self.text(trigger)
  }

  private static func text(_ trigger: FlowTrigger) -> String {
    switch trigger {
    case .manual: "by hand"
    case .webhook(let webhook): webhook.preset.map { "calls from \($0.rawValue)" } ?? "calls of its address"
    case .skyhook(let webhook):
      webhook.events.isEmpty ? "every SkyHOOK event" : "SkyHOOK " + webhook.events.sorted().joined(separator: ", ")
    case .schedule(let schedule): schedule.text
    case .poll(let poll): "\(poll.action) every \(DurationText.format(poll.interval))"
    case .library(let library): "the library: " + library.events.sorted().joined(separator: ", ")
    case .flow(let end): "\(end.flow) \(end.endings.map(\.rawValue).sorted().joined(separator: " or "))"
    }
  }
}
