import Blobs
import Core
import Flows
import Foundation
import Identity
import Logging
import Persistence
import ServiceLifecycle
import TestSupport

/// A team that may edit and run flows, on an empty database, with actions of the test's own.
struct FlowFixture: Sendable {
  let store: any Store
  let effects: Effects
  let actions: ActionRegistry
  let evaluator: ExpressionEvaluator
  let feed = RunFeed()
  /// Takes `planted` for a secret that is known.
  let masker = Masker { $0.replacing("planted", with: "•••") }
  /// Where large values rest; in their rows without it.
  var blobs: (any BlobStore)?
  let team: TeamID = ID(UUID())
  let sealer = Sealer(
    seal: { Array($1.utf8) + [0] + $0 },
    open: { sealed, context in
      guard sealed.starts(with: Array(context.utf8) + [0]) else { throw MissingRequirement("another row's secret") }
      return Array(sealed.dropFirst(context.utf8.count + 1))
    })

  init(store: any Store, effects: Effects = .live, actions: [RegisteredAction] = []) throws {
    self.store = store
    self.effects = effects
    self.actions = ActionRegistry(actions)
    evaluator = ExpressionEvaluator(command: [try WeirExecutable.path, "expression-worker"], processes: 1)
  }

  var principal: Principal { principal(role: .write) }

  func principal(role: TeamRole) -> Principal {
    Principal(
      person: ID(UUID()), userName: "ann", displayName: "Ann", siteRole: .member, teams: [team: role],
      organizationTeam: team)
  }

  var flows: Flows {
    Flows(
      store: store, effects: effects,
      validator: FlowValidator(
        actions: actions,
        lookup: FlowLookup(
          hasConnection: { name, _ in name != "Missing" },
          mayUse: { name, team, person in name != "Reserved" || person.teams[team] == .manager }),
        evaluator: evaluator),
      sealer: sealer, masker: masker)
  }

  var runs: Runs { Runs(store: store, effects: effects, feed: feed, masker: masker, payloads: payloads) }
  var payloads: Payloads { Payloads(store: store, blobs: blobs, effects: effects, masker: masker) }
  var webhooks: Webhooks { Webhooks(store: store, effects: effects, sealer: sealer) }

  func worker(
    on store: (any Store)? = nil, effects: Effects? = nil, lineWriter: LineWriter? = nil,
    settings: FlowWorkerSettings = FlowWorkerSettings()
  ) -> FlowWorker {
    FlowWorker(
      store: store ?? self.store, effects: effects ?? self.effects, actions: actions, evaluator: evaluator, feed: feed,
      masker: masker, lineWriter: lineWriter, payloads: payloads, settings: settings,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Sends a call that starts one run.
  func receive(_ call: WebhookCall) async throws -> WebhookReceipt {
    guard case .started(let receipts, _) = try await webhooks.receive(call), let first = receipts.first else {
      throw MissingRequirement("the call started nothing")
    }
    return first
  }

  func flow(_ yaml: String) async throws -> Flow {
    try await flows.create(FlowDocument.parse(yaml), in: team, as: principal)
  }

  /// Starts a run and gives it back once it has ended, carried out by a worker of its own.
  func finished(
    _ flow: Flow, input: JSONValue = [:], lineWriter: LineWriter? = nil,
    settings: FlowWorkerSettings = FlowWorkerSettings()
  ) async throws -> Run {
    let run = try await flows.run(flow.id, input: input, as: principal)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await worker(lineWriter: lineWriter, settings: settings).run() }
      defer { group.cancelAll() }
      return try await ended(run.id)
    }
  }

  /// Waits for the end of a run.
  func ended(_ run: RunID) async throws -> Run {
    for try await update in try await runs.events(of: run, as: principal) where update.run.state.endedAt != nil {
      return update.run
    }
    throw MissingRequirement("the run's events ended before the run")
  }
}

extension RegisteredAction {
  /// An action of a test.
  static func test(
    _ name: String, _ run: @escaping @Sendable (ActionCall) async throws(StepFailure) -> JSONValue
  ) -> RegisteredAction {
    RegisteredAction(name: "test/\(name)", title: name, needsConnection: false, run: run)
  }
}
