import Core
import Foundation
import Identity

/// A version that is about to be published; it was found to be able to run.
struct NewVersion: Sendable {
  let document: JSONValue
  let definition: FlowDefinition
  /// The version it was made on, refused when there is a newer one; `nil` takes whatever is newest.
  let base: Int?
  let note: String?
  let rolledBackFrom: Int?

  init(
    document: JSONValue, definition: FlowDefinition, base: Int?, note: String? = nil, rolledBackFrom: Int? = nil
  ) {
    self.document = document
    self.definition = definition
    self.base = base
    self.note = note
    self.rolledBackFrom = rolledBackFrom
  }

  func numbered(_ number: Int, of flow: FlowID, at now: Date, by person: PersonID) -> FlowVersion {
    FlowVersion(
      flow: flow, number: number, document: document, note: note, rolledBackFrom: rolledBackFrom, createdAt: now,
      createdBy: person)
  }
}
