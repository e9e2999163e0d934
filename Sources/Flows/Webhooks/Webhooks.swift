package import Core
import Foundation
package import Persistence

/// Takes the calls of other systems and starts flows with them.
package struct Webhooks: Sendable {
  /// A longer body is refused; large things belong into files.
  package static let maximumBody = 1 << 20

  private let store: any Store
  private let effects: Effects
  private let sealer: Sealer

  package init(store: any Store, effects: Effects, sealer: Sealer) {
    self.store = store
    self.effects = effects
    self.sealer = sealer
  }

  /// Checks a call and writes its run down. When this returns, the run is on disk.
  ///
  /// - Throws: ``FlowError/noSuchWebhook``, ``FlowError/inactive``, ``FlowError/signatureRefused(reason:)``,
  ///   ``FlowError/signatureSecretMissing``, ``FlowError/payloadRefused(reason:)``; otherwise what the store throws, and
  ///   then the sender should send again.
  package func receive(_ call: WebhookCall) async throws -> WebhookReceipt {
    let (flow, rule, sealedSecret) = try await target(of: call)
    guard flow.isActive else { throw FlowError.inactive }
    let now = effects.now()
    if let signature = rule.signature {
      guard let sealedSecret else { throw FlowError.signatureSecretMissing }
      let secret = try sealer.open(sealedSecret, Flows.secretContext(flow.id))
      try SignatureCheck.verify(call, signature, secret: Secret(String(decoding: secret, as: UTF8.self)), at: now)
    }
    let payload = try call.payload(receivedAt: JSONValue(now), without: rule.signature?.header)
    let run = NewRun(
      id: effects.id(), flow: flow.id, team: flow.team, version: flow.version, triggerKind: "webhook",
      trigger: payload, startedBy: nil, createdAt: now)
    let event = Self.eventID(of: call, payload, rule)
    return try await store.write { try Self.start(run, event: event, $0) }
  }

  private func target(of call: WebhookCall) async throws -> (Flow, WebhookTrigger, [UInt8]?) {
    try await store.read { session in
      let flows = FlowStore(session: session)
      let flow = try flows.flow(hookHash: WebhookToken.hash(call.token))
      let definition = FlowReader.read(try flows.version(flow.id, flow.version).document).definition
      guard let rule = definition.webhook else { throw FlowError.noSuchWebhook }
      return (flow, rule, try flows.hook(flow.id).sealedSecret)
    }
  }

  private static func start(_ run: NewRun, event: String?, _ session: any Session) throws -> WebhookReceipt {
    if let event {
      let inserted = try session.run(
        """
        insert into flow_event (flow, event, run, received_at)
        values (\(run.flow), \(event), \(run.id), \(run.createdAt)) on conflict (flow, event) do nothing
        """)
      if inserted == 0 {
        let row = try session.row("select run from flow_event where flow = \(run.flow) and event = \(event)")
        return WebhookReceipt(run: try row?.id("run") ?? run.id, isRepeat: true)
      }
    }
    try RunStore(session: session).insert(run)
    return WebhookReceipt(run: run.id, isRepeat: false)
  }

  private static func eventID(of call: WebhookCall, _ payload: JSONValue, _ rule: WebhookTrigger) -> String? {
    let found: String? =
      switch rule.eventID {
      case .header(let name)?: call.headers[name]
      case .member(let name)?: payload["body"]?[name].map { $0.stringValue ?? $0.serialized() }
      case nil: nil
      }
    return found.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
  }
}
