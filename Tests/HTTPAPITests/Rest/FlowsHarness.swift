import Core
import Flows
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import Persistence
import TestSupport

/// The routes of flows on a real room, without a worker unless a test starts one.
struct FlowsHarness: Sendable {
  let client: any TestClientProtocol
  let worker: FlowWorker
  let store: any Store

  private static let team: TeamID = ID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))

  static func run(_ engine: StoreEngine, _ test: @Sendable (FlowsHarness) async throws -> Void) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      let effects = Effects.live
      let actions = ActionRegistry()
      let evaluator = ExpressionEvaluator(command: [try WeirExecutable.path, "expression-worker"], processes: 1)
      let sealer = Sealer(seal: { plain, _ in plain }, open: { sealed, _ in sealed })
      let feed = RunFeed()
      let flows = Flows(
        store: store, effects: effects,
        validator: FlowValidator(actions: actions, lookup: .trusting, evaluator: evaluator), sealer: sealer)
      let runs = Runs(store: store, effects: effects, feed: feed)
      let settings = APISettings(
        version: "test", isSecure: true, effects: effects, authenticator: authenticator, metrics: PrometheusRegistry())
      let groups: [any EndpointGroup] = [
        FlowEndpoints(flows: flows, actions: actions), FlowWebhookEndpoints(flows: flows),
        FlowRunEndpoints(flows: flows, runs: runs),
        FlowTriggerEndpoints(flows: flows),
        WebhookCallEndpoints(calls: ReceivedCalls(store: store, effects: effects)),
        FlowTrialEndpoints(trials: FlowTrials(flows: flows, evaluator: evaluator)),
        FlowDocumentEndpoints(flows: flows), FlowDraftEndpoints(flows: flows),
        WebhookEndpoints(webhooks: Webhooks(store: store, effects: effects, sealer: sealer, feed: feed)),
        CallbackEndpoints(waits: Waits(store: store, effects: effects)),
        ApprovalEndpoints(waits: Waits(store: store, effects: effects)),
      ]
      let worker = FlowWorker(
        store: store, effects: effects, actions: actions, evaluator: evaluator, feed: feed, logger: logger)
      let responder = try APIResponder(groups, settings: settings)
      try await Application(responder: responder, logger: logger).test(.router) { client in
        try await test(FlowsHarness(client: client, worker: worker, store: store))
      }
    }
  }

  @discardableResult
  func send(
    _ method: HTTPRequest.Method, _ path: String, as caller: String? = "write", _ json: JSONValue? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    if let caller { headers[.authorization] = "Bearer \(caller)" }
    if json != nil { headers[.contentType] = "application/json" }
    return try await client.executeRequest(
      uri: path, method: method, headers: headers, body: json.map { ByteBuffer(bytes: $0.encoded()) })
  }

  /// Makes a flow of a YAML text.
  /// - Returns: its path.
  func make(_ source: String) async throws -> String {
    let made = try await send(.post, "/rest/v1/flows", ["source": .string(source)])
    guard let path = made.headers[.location] else { throw MissingRequirement("no flow was made: \(made.text)") }
    return path
  }

  private static let authenticator = Authenticator(
    bearer: { caller in
      Principal(
        person: ID(UUID(uuid: (UInt8(caller.utf8.count), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))),
        userName: caller, displayName: caller, siteRole: .member,
        teams: TeamRole(rawValue: caller).map { [team: $0] } ?? [:], organizationTeam: team)
    }, session: { _ in throw SignInError.sessionOver }, sessionToken: { _ in nil })
}
