package import Core
import Foundation
package import Persistence

/// Takes the calls of other systems and starts flows with them.
///
/// Every call of an address that exists is written down, with what became of it; see ``ReceivedCalls``.
package struct Webhooks: Sendable {
  /// A longer body becomes a file, or is refused; in bytes.
  package static let maximumBody = 1 << 20

  let store: any Store
  let effects: Effects
  let feed: RunFeed
  private let sealer: Sealer
  private let files: WebhookFiles?
  private let settings: WebhookSettings
  private let plans = PlanCache()

  /// - Parameters:
  ///   - files: where large bodies go; without, they are refused.
  ///   - feed: that of this process's ``FlowWorker``, so that callers who wait hear of its runs at once.
  package init(
    store: any Store, effects: Effects, sealer: Sealer, files: WebhookFiles? = nil,
    feed: RunFeed = RunFeed(), settings: WebhookSettings = WebhookSettings()
  ) {
    self.store = store
    self.effects = effects
    self.sealer = sealer
    self.files = files
    self.feed = feed
    self.settings = settings
  }

  /// Checks a call and writes down what becomes of it. When this returns, its runs are on disk.
  ///
  /// - Throws: ``FlowError/noSuchWebhook``, ``FlowError/inactive``, ``FlowError/signatureRefused(reason:)``,
  ///   ``FlowError/signatureSecretMissing``, ``FlowError/payloadRefused(reason:)``, ``FlowError/methodRefused(_:)``,
  ///   ``ByteStreamError``; otherwise what the store throws, and then the sender should send again.
  package func receive(_ call: WebhookCall) async throws -> WebhookAnswer {
    let door = try await door(of: call.token)
    let record = CallRecord(id: effects.id(), call: call, door: door, receivedAt: effects.now())
    do {
      return try await take(call, at: door, record)
    } catch let refused as RefusedBody {
      await note(refused.reason, refused.bytes, record)
      throw refused.reason
    } catch let error as any CodedError where !(error is PersistenceError) {
      await note(error, nil, record)
      throw error
    }
  }

  private func take(_ call: WebhookCall, at door: WebhookDoor, _ record: CallRecord) async throws -> WebhookAnswer {
    guard ["POST", "PUT"].contains(call.method) else {
      return try await note(try WebhookHandshake(door: door).answer(call), record, size: 0)
    }
    // Slack asks with a signed delivery, and asks before the flow can be switched on.
    if !door.flow.isActive, door.rule.preset != .slack { throw FlowError.inactive }
    let reader = WebhookBodyReader(
      form: door.flow.isActive ? door.rule.body : .never, files: files, maximumFile: settings.maximumFile)
    let body = try await reader.read(call, as: record.id, check: try door.check(call, at: record.receivedAt))
    do {
      return try await answer(call, body, door, record)
    } catch let error as FlowError {
      throw RefusedBody(reason: error, bytes: body.bytes)
    }
  }

  private func answer(
    _ call: WebhookCall, _ body: WebhookBody, _ door: WebhookDoor, _ record: CallRecord
  ) async throws -> WebhookAnswer {
    if let question = try WebhookHandshake(door: door).answer(call, body) {
      return try await note(question, record, size: body.size)
    }
    guard door.flow.isActive else { throw FlowError.inactive }
    let starts = try record.payload.starts(body)
    guard !starts.isEmpty else {
      return try await note(.ignored(reason: "no event of a type that starts this flow"), record, size: body.size)
    }
    return try await start(starts, body, door, record)
  }

  /// The caller hears why in any case.
  private func note(_ refusal: any CodedError, _ body: [UInt8]?, _ record: CallRecord) async {
    let refused = record.refused(refusal, body)
    _ = try? await store.write { try ReceivedCallStore(session: $0).insert(refused) }
  }

  private func note(_ answer: WebhookAnswer, _ record: CallRecord, size: Int64) async throws -> WebhookAnswer {
    let received = record.answered(answer, size: size)
    try await store.write { try ReceivedCallStore(session: $0).insert(received) }
    return answer
  }

  private func start(
    _ starts: [WebhookPayload.Start], _ body: WebhookBody, _ door: WebhookDoor, _ record: CallRecord
  ) async throws -> WebhookAnswer {
    let runs = starts.map { start in
      (
        NewRun(
          id: effects.id(), flow: door.flow.id, team: door.flow.team, version: door.flow.version,
          triggerKind: door.rule.preset == .skyhook ? "skyhook" : "webhook", trigger: start.trigger, startedBy: nil,
          createdAt: record.receivedAt), start.event
      )
    }
    let receipts = try await store.write { session in
      let receipts = try runs.map { try EventMemory(session: session).start($0, event: $1) }
      try ReceivedCallStore(session: session).insert(record.started(receipts, body))
      return receipts
    }
    // Until then, and if this fails, the call holds it.
    if case .file = body { try? await files?.share(record.id, receipts.map(\.run)) }
    return .started(receipts, door.rule.reply)
  }

  private func door(of token: String) async throws -> WebhookDoor {
    let (flow, secrets, draft) = try await store.read { session in
      let flow = try FlowStore(session: session).flow(hookHash: WebhookToken.hash(token))
      // The address is there from the first save: what senders ask at its set-up is answered before it is published.
      let draft = flow.isPublished ? nil : try DraftStore(session: session).draft(of: flow.id)?.document
      return (flow, try HookSecretStore(session: session).secrets(of: flow.id), draft)
    }
    let definition: FlowDefinition =
      if let draft {
        FlowReader.read(draft).definition
      } else {
        try await plans.definition(of: flow.id, version: flow.version, in: store)
      }
    guard let rule = definition.webhook else { throw FlowError.noSuchWebhook }
    return WebhookDoor(flow: flow, rule: rule, secrets: secrets, sealer: sealer)
  }
}
