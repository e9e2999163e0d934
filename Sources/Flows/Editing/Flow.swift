package import Core
package import Foundation
package import Identity

package typealias FlowID = ID<Flow>
package typealias RunID = ID<Run>

/// A flow as lists show it: its newest version, and whether its triggers are on.
package struct Flow: Sendable, Hashable {
  package let id: FlowID
  package let team: TeamID
  package let name: String
  package let description: String
  /// The number of the published version, which triggers use; 0 before the first publishing.
  package let version: Int
  package let isPublished: Bool
  /// Whether somebody is changing it, and since when.
  package let draft: FlowDraftNote?
  /// Whether webhooks and schedules start it.
  package let isActive: Bool
  /// When a schedule starts it next; `nil` without one, or while it is switched off.
  package let nextStart: Date?
  package let createdAt: Date
  package let updatedAt: Date
  package let createdBy: PersonID?
}

/// One saved state of a flow. Never changed; runs finish on the one they began with.
package struct FlowVersion: Sendable, Hashable {
  package let flow: FlowID
  /// From 1.
  package let number: Int
  /// The document as it was saved, as JSON; ``FlowDocument/yaml(_:)`` writes it for people.
  package let document: JSONValue
  /// What its author says about the change.
  package let note: String?
  /// The version it repeats, when it was made by going back.
  package let rolledBackFrom: Int?
  package let createdAt: Date
  package let createdBy: PersonID?
}

/// Where other systems send what starts a flow.
package struct FlowWebhook: Sendable, Hashable {
  /// The unguessable last part of the address `/hooks/{token}`; exists from the first save.
  package let token: Secret
  /// Which secrets were entered.
  package let secrets: Set<HookSecretName>

  /// Whether there is anything to check calls with.
  package var hasSecret: Bool { secrets.contains(.primary) || secrets.contains(.secondary) }
}
