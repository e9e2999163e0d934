import Connections
import Core
import Foundation
import Synchronization

/// Runs fixtures through the real runtime, without network and without waiting.
package struct FixtureRun: Sendable {
  private let catalogue: ConnectorCatalogue
  private let connector: ConnectorDefinition
  private let coded: [CodedAction]

  /// - Parameters:
  ///   - connector: the one that is tried; as it is in the folder, not as the program has it.
  ///   - coded: the actions that aren't requests.
  package init(_ connector: ConnectorDefinition, coded: [CodedAction] = []) {
    self.connector = connector
    self.coded = coded
    catalogue = ConnectorCatalogue([connector])
  }

  /// - Returns: how what happened differs from what the fixture says; empty when it doesn't.
  package func differences(of fixture: ConnectorFixture) async -> [String] {
    let peer = FixturePeer(fixture.exchanges)
    let (runtime, connection) = runtime(fixture, peer)
    var differences: [String] = []
    do throws(ActionError) {
      let outcome = try await answer(fixture.question, runtime, connection)
      differences = Self.differences(outcome, fixture.expected)
    } catch {
      differences = Self.differences(error, fixture.expected)
    }
    return peer.differences + differences
  }

  private func answer(
    _ question: ConnectorFixture.Question, _ runtime: ConnectorRuntime, _ connection: Connection
  ) async throws(ActionError) -> FixtureOutcome {
    switch question {
    case .action(let name, let input):
      return FixtureOutcome(
        try await runtime.run(
          ActionReference(connector: connector.id, action: name),
          connection: connector.takesConnection ? connection.id : nil, input: input,
          context: ActionContext(idempotencyKey: "fixture")))
    case .files(let word, let arguments):
      do {
        return try await FixtureQuestion(
          files: try await runtime.files(of: connection.id), sources: runtime.files, arguments: arguments
        ).answer(word)
      } catch {
        throw ActionError(error)
      }
    }
  }

  private static func differences(_ outcome: FixtureOutcome, _ expected: ConnectorFixture.Expected) -> [String] {
    switch expected {
    case .output(let wanted):
      return JSONDifference.between(outcome.output, wanted, at: "output")
    case .items(let wanted, let next, let more):
      var found = JSONDifference.between(.array(outcome.items), .array(wanted), at: "items", isPartial: true)
      if let next, next != outcome.next { found.append("next is \(outcome.next ?? "missing"), expected \(next)") }
      if let more, more != outcome.hasMore { found.append("more is \(outcome.hasMore), expected \(more)") }
      return found
    case .failure(let code, _): return ["it went well, expected the failure \(code)"]
    }
  }

  private static func differences(_ error: ActionError, _ expected: ConnectorFixture.Expected) -> [String] {
    guard case .failure(let code, let message) = expected else {
      return ["it failed with \(error.code): \(error.message)"]
    }
    var found: [String] = []
    if error.code != code { found.append("it failed with \(error.code) (\(error.message)), expected \(code)") }
    if let message, !error.message.contains(message) {
      found.append("the message is \"\(error.message)\", expected one with \"\(message)\"")
    }
    return found
  }

  private func runtime(_ fixture: ConnectorFixture, _ peer: FixturePeer) -> (ConnectorRuntime, Connection) {
    let start = Date(timeIntervalSince1970: 1_793_620_800)
    let count = Mutex<UInt64>(0)
    let effects = Effects(
      now: { start }, sleep: { _ in try Task.checkCancellation() },
      uuid: {
        let number = count.withLock { count in
          count += 1
          return count
        }
        return UUID(uuidString: "00000000-0000-4000-8000-" + String(String(1_000_000_000_000 + number).dropFirst()))
          ?? UUID()
      }, randomBytes: { Array(repeating: 7, count: $0) })
    let standard = connector.endpoint.standard
    let connection = Connection(
      id: effects.id(), team: effects.id(), name: "Fixture", connector: connector.id.description,
      endpoint: fixture.endpoint ?? (standard.isEmpty ? "https://service.test" : standard),
      authentication: .bearer, settings: fixture.settings, health: ConnectionHealth(.healthy, since: start),
      owner: effects.id(), createdAt: start, changedAt: start)
    let access = ConnectionAccess(
      connection: { _ in connection },
      authorization: { _, _ in Authorization(.bearer(Secret("token")), generation: 1) },
      rejected: { _, generation in Authorization(.bearer(Secret("renewed")), generation: generation + 1) })
    let shelf = CatalogueShelf(catalogue)
    let files = FileSources(
      named: ["fixture": FixtureFiles(contents: fixture.contents)],
      connections: ServiceFileSource(
        access: access, outbound: peer.outbound, shelf: shelf, budget: .free, effects: effects))
    let runtime = ConnectorRuntime(
      shelf: shelf, access: access, outbound: peer.outbound, files: files, answers: .inMemory, coded: coded,
      effects: effects, budget: .free)
    return (runtime, connection)
  }
}
