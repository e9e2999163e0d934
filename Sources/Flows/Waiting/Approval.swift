import Core
package import Foundation
package import Identity

/// A question that a run waits for a person to answer.
package struct Approval: Sendable, Hashable {
  package let run: RunID
  /// The step's path in the run; with ``run`` it identifies the approval.
  package let path: String
  package let flow: FlowID
  package let flowName: String
  package let team: TeamID
  package let title: String
  package let message: String?
  /// User names, e-mail addresses or identifiers of those who may decide; empty for everybody who may run the flow.
  package let people: [String]
  package let askedAt: Date
  /// When it is too late.
  package let until: Date

  /// Whether that person is among those who are asked. What they may do at all, ``Access`` says.
  package func asks(_ principal: Principal) -> Bool {
    let names = [principal.userName, principal.email, principal.person.description].compactMap { $0?.lowercased() }
    return people.isEmpty || people.contains { names.contains($0.lowercased()) }
  }
}

/// What a person decided.
package enum ApprovalDecision: String, Sendable, Hashable, CaseIterable {
  case approve
  case reject
}
