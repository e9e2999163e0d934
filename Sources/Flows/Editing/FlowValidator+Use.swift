import Core
import Identity

extension FlowValidator {
  /// The connections of a document that a person may not use in flows, each once.
  func refusedConnections(
    in document: JSONValue, _ team: TeamID, _ principal: Principal
  ) async throws -> [FlowProblem] {
    var problems: [FlowProblem] = []
    var asked: Set<String> = []
    for use in ConnectionReferences.uses(in: document) where asked.insert(use.reference).inserted {
      guard try await lookup.hasConnection(use.reference, team) else { continue }
      if try await lookup.mayUse(use.reference, team, principal) { continue }
      problems.append(
        FlowProblem(
          step: use.step, field: "connection",
          message: "You may not use the connection \"\(use.reference)\" in flows.",
          advice: "Ask a manager of the team to let you, or name another connection."))
    }
    return problems
  }
}
