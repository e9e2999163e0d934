import Connections
import Connectors
import Core
import Egress
import Foundation
import Identity
import Synchronization
import TestSupport

/// A runtime with a connection to the simulator, and a clock that waits for nobody.
struct TestBench {
  let runtime: ConnectorRuntime
  let connection: ConnectionID
  let tokens: TestTokens
  let waits: Waits

  /// - Parameters:
  ///   - connectors: the embedded ones unless a test brings its own.
  ///   - files: what file handles named `test` lead to.
  init(
    outbound: Outbound, connectors: ConnectorCatalogue? = nil, connector: String = "mediavaletConnector-v1.0",
    endpoint: String = "http://peer.test", files: [String: any FileSource] = [:], coded: [CodedAction] = [],
    tokens: TestTokens = TestTokens(), answers: AnswerStore? = nil, budget: ConnectionBudget? = nil
  ) throws {
    let clock = TestClock()
    let waits = Waits()
    var effects = clock.effects()
    effects.sleep = { duration in
      try Task.checkCancellation()
      waits.add(duration)
      clock.advance(by: duration)
    }
    let id: ConnectionID = effects.id()
    let connection = Connection(
      id: id, team: effects.id(), name: "peer", connector: connector, endpoint: endpoint, authentication: .bearer,
      health: ConnectionHealth(.healthy, since: clock.now), owner: effects.id(), createdAt: clock.now,
      changedAt: clock.now)
    let access = ConnectionAccess(
      connection: { asked in
        guard asked == id else { throw ConnectionError.notFound }
        return connection
      },
      authorization: { _, _ in tokens.current }, rejected: { _, generation in try tokens.renew(after: generation) })
    self.connection = id
    self.tokens = tokens
    self.waits = waits
    let shelf = CatalogueShelf(try connectors ?? ConnectorCatalogue.shipped())
    let service = ServiceFileSource(
      access: access, outbound: outbound, shelf: shelf, budget: budget ?? .local(effects: effects), effects: effects)
    runtime = ConnectorRuntime(
      shelf: shelf, access: access, outbound: outbound, files: FileSources(named: files, connections: service),
      answers: answers,
      coded: MediaValetConnector.actions(blockSize: 1000) + coded, effects: effects, budget: budget)
  }

  func run(
    _ action: String, _ input: JSONValue = [:], key: String = "step-1", checkpoint: Checkpoint = .none
  ) async throws(ActionError) -> JSONValue {
    guard let reference = ActionReference(action.contains("/") ? action : "mediavaletConnector-v1.0/\(action)") else {
      throw ActionError(code: "test", message: "\(action) is no reference.")
    }
    return try await runtime.run(
      reference, connection: connection, input: input,
      context: ActionContext(idempotencyKey: key, checkpoint: checkpoint))
  }
}

/// The waits that were asked for, in order.
final class Waits: Sendable {
  private let list = Mutex<[Duration]>([])
  var all: [Duration] { list.withLock { $0 } }
  func add(_ wait: Duration) { list.withLock { $0.append(wait) } }
}

/// Hands out tokens and counts how often one was renewed.
final class TestTokens: Sendable {
  private let state: Mutex<(token: String, generation: Int, renewals: Int)>
  /// What a renewal gives; `nil` for a service that gives nothing.
  private let renewed: String?

  init(_ token: String = "good", renewed: String? = "good") {
    state = Mutex((token, 1, 0))
    self.renewed = renewed
  }

  var renewals: Int { state.withLock(\.renewals) }

  var current: Authorization {
    state.withLock { state in
      Authorization(
        .bearer(Secret(state.token)), generation: state.generation,
        headers: [Authorization.Header(name: "Ocp-Apim-Subscription-Key", value: Secret("key"))])
    }
  }

  func renew(after generation: Int) throws -> Authorization {
    try state.withLock { state in
      state.renewals += 1
      guard let renewed else { throw ConnectionError.needsReconnect(name: "peer", reason: "it was revoked") }
      state.token = renewed
      state.generation = generation + 1
    }
    return current
  }
}

/// Keeps an action's checkpoint in memory, as durable as a test needs it.
final class MemoryCheckpoint: Sendable {
  private let state = Mutex<(value: JSONValue?, saves: Int)>((nil, 0))

  var value: JSONValue? { state.withLock(\.value) }
  var saves: Int { state.withLock(\.saves) }

  var checkpoint: Checkpoint {
    Checkpoint(load: { self.value }, save: { value in self.state.withLock { $0 = (value, $0.saves + 1) } })
  }
}

/// A file in memory.
struct MemoryFile: FileSource {
  let bytes: [UInt8]
  var name = "harbour.jpg"
  var version = "1"
  var isCheapToRead = true

  var handle: JSONValue {
    MediaFileHandle(name: name, size: Int64(bytes.count), origin: .connection("test", locator: "x")).json
  }

  func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    let bytes = bytes
    return OpenFile(
      name: name, size: Int64(bytes.count), mime: "image/jpeg", version: version, isCheapToRead: isCheapToRead
    ) { range in
      let range = range ?? 0..<Int64(bytes.count)
      return ByteStream(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
    }
  }
}
