import Core
import Egress
import Foundation
import HTTPTypes
import Persistence

/// Device codes (RFC 8628).
extension Connections {
  func beginDevice(_ connection: Connection) async throws -> (consent: WaitingConsent, kept: String) {
    guard let standard = clients.template(of: connection)?.deviceURL else {
      throw WaitingFailure.failed("its connector has no address for device codes")
    }
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: connection.id))
    var parameters: [(String, String)] = []
    let scopes = clients.scopes(of: connection)
    if !scopes.isEmpty { parameters.append(("scope", scopes)) }
    // Whoever asks by a client's name with HTTP Basic still names it: section 3.1 wants the client's id in the form.
    if client.authentication == .basic, client.secret != nil {
      parameters.append((client.dialect.clientParameter, client.id))
    }
    let url = try await clients.sibling(standard, of: connection, client: client)
    let reply = try await answer(to: tokens.post(url, parameters, as: client), [client.secret])
    guard let code = reply["device_code"]?.stringValue, let userCode = reply["user_code"]?.stringValue,
      let page = (reply["verification_uri"] ?? reply["verification_url"])?.stringValue, Self.isPage(page)
    else { throw WaitingFailure.failed("its answer holds no device code") }
    let lifetime = min(max(reply["expires_in"]?.doubleValue ?? 900, 30), 3600)
    let complete = (reply["verification_uri_complete"]?.stringValue).flatMap { Self.isPage($0) ? $0 : nil }
    return (
      WaitingConsent(
        connection: connection.id, url: page, userCode: ForeignText.clean(userCode, without: []),
        completeURL: complete, expiresAt: effects.now() + lifetime,
        interval: Int(min(max(reply["interval"]?.doubleValue ?? 5, 1), 60))), code
    )
  }

  /// - Returns: `nil` as long as nobody agreed.
  func askDevice(
    _ record: WaitingConsent.Record, _ kept: Secret, _ connection: Connection
  ) async throws -> Connection? {
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: connection.id))
    let reply: TokenReply
    do {
      reply = try await tokens.reply(of: .device(kept), as: client)
    } catch is OutboundError {
      return nil
    } catch is ByteStreamError {
      return nil
    }
    switch reply.errorCode {
    case "authorization_pending": return nil
    case "slow_down":
      try await store.write { try WaitingConsent.slowDown(record, in: $0) }
      return nil
    case "access_denied", "authorization_declined": throw WaitingFailure.denied("somebody said no at the service")
    case "expired_token": throw WaitingFailure.denied("nobody agreed in time")
    default: break
    }
    switch reply.read() {
    case .granted(let grant): return try await accept(grant, connection, record.party)
    case .away: return nil
    case .refused(let reason), .misconfigured(let reason): throw WaitingFailure.failed(reason)
    }
  }

  /// The JSON object that a service answers a form with.
  func answer(to request: OutboundRequest, _ hidden: [Secret?]) async throws -> JSONObject {
    let status: Int
    let body: [UInt8]
    do {
      let response = try await tokens.outbound.send(request)
      status = response.status
      body = try await response.body.collect(upTo: TokenClient.largestReply)
    } catch let error as OutboundError {
      throw WaitingFailure(error)
    } catch let error as ByteStreamError {
      throw WaitingFailure.failed(error.code)
    }
    let object = (try? JSONValue(parsing: body))?.objectValue
    if let object, let failure = TokenFailure(object, secrets: hidden.compactMap(\.self)) {
      throw WaitingFailure.failed(failure.said)
    }
    guard (200..<300).contains(status) else { throw WaitingFailure.failed("it answered with status \(status)") }
    guard let object else { throw WaitingFailure.failed("it answered with something that is no JSON") }
    return object
  }

  /// Whether an address that a service names may be shown as a link.
  static func isPage(_ text: String) -> Bool {
    text.count <= 2000 && (text.hasPrefix("https://") || text.hasPrefix("http://")) && FieldRules.origin(text) != nil
  }
}
