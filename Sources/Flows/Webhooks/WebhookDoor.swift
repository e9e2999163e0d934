import Core
import Crypto
import Foundation

/// The address of a flow, found by its token: whose it is and what callers must prove.
struct WebhookDoor: Sendable {
  let flow: Flow
  let rule: WebhookTrigger
  let secrets: SealedHookSecrets
  let sealer: Sealer

  /// Checks what stands in the head of the call, and prepares to check what is signed.
  /// - Returns: what the body must go through; `nil` when it proves nothing.
  func check(_ call: WebhookCall, at now: Date) throws -> SignatureCheck? {
    switch rule.proof {
    case .none: return nil
    case .keyHeader(let name): try compare(call.headers[name], place: "header \(name)")
    case .keyQuery(let name): try compare(call.query[name]?.stringValue, place: "query parameter \(name)")
    case .bearer:
      let parts = call.headers["authorization"]?.split(separator: " ", maxSplits: 1) ?? []
      let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
      try compare(isBearer ? String(parts[1]) : nil, place: "bearer token")
    case .signature(let signature):
      return try SignatureCheck(call.headers, signature, secrets: try keys(), at: now)
    }
    return nil
  }

  /// Whether a word that a set-up sends is the one that was entered.
  func knowsVerifyToken(_ word: String?) throws -> Bool {
    guard let sealed = secrets.verify else { return false }
    let right = try sealer.open(sealed, SealedHookSecrets.context(flow.id, .verify))
    return Self.same(word ?? "", String(decoding: right, as: UTF8.self))
  }

  private func compare(_ given: String?, place: String) throws {
    let keys = try keys()
    guard let given else { throw FlowError.signatureRefused(reason: "the \(place) is missing") }
    guard keys.contains(where: { Self.same(given, $0.revealed) }) else {
      throw FlowError.signatureRefused(reason: "the \(place) is wrong")
    }
  }

  /// The secrets that count: one, or two while a sender changes to a new one.
  private func keys() throws -> [Secret] {
    let sealed = [(secrets.primary, HookSecretName.primary), (secrets.secondary, .secondary)]
    let keys = try sealed.compactMap { bytes, name in
      try bytes.map { try sealer.open($0, SealedHookSecrets.context(flow.id, name)) }
    }
    guard !keys.isEmpty else { throw FlowError.signatureSecretMissing }
    return keys.map { Secret(String(decoding: $0, as: UTF8.self)) }
  }

  /// Takes the same time wherever the two differ, and however long they are.
  private static func same(_ given: String, _ right: String) -> Bool {
    SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(right.utf8))
  }
}
