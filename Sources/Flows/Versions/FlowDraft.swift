package import Core
package import Foundation
package import Identity

/// What somebody is changing about a flow and hasn't published. Triggers don't see it; it may be wrong.
package struct FlowDraft: Sendable, Hashable {
  package let flow: FlowID
  package let document: JSONValue
  /// The version it was made on; 0 for a flow that was never published.
  package let base: Int
  /// Counts the savings, from 1; who saves or publishes says which one he has seen.
  package let revision: Int
  package let updatedAt: Date
  package let updatedBy: PersonID?
}

/// That there is a draft, as lists tell it.
package struct FlowDraftNote: Sendable, Hashable {
  package let revision: Int
  package let base: Int
  package let updatedAt: Date
}
