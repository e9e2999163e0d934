import Core
import Egress
import Foundation
import HTTPTypes
import Persistence

/// Nextcloud's Login Flow v2: a person agrees in the browser, and an app password comes back.
extension Connections {
  func beginNextcloud(_ connection: Connection) async throws -> (consent: WaitingConsent, kept: String) {
    var request = tokens.post("\(Self.nextcloudServer(of: connection.endpoint))/index.php/login/v2", "")
    // What Nextcloud shows in the person's list of devices.
    request.headers[.userAgent] = "Weir"
    let reply = try await answer(to: request, [])
    guard let token = reply["poll"]?["token"]?.stringValue, let poll = reply["poll"]?["endpoint"]?.stringValue,
      let login = reply["login"]?.stringValue
    else { throw WaitingFailure.failed("it answered without a log-in: is the address that of a Nextcloud server?") }
    // The server says where it is; what it says must be the server that was entered.
    for address in [poll, login] where FieldRules.origin(address) != FieldRules.origin(connection.endpoint) {
      let other = ForeignText.clean(FieldRules.origin(address) ?? "somewhere else", without: [])
      throw WaitingFailure.failed("it calls itself \(other): enter that as the endpoint")
    }
    return (
      WaitingConsent(
        connection: connection.id, url: login, userCode: nil, completeURL: login,
        expiresAt: effects.now() + 20 * 60, interval: 2), FormEncoding.encode([("token", token), ("poll", poll)])
    )
  }

  /// The server's own address, where a person entered that of files: those have everything behind `/remote.php/` besides.
  private static func nextcloudServer(of endpoint: String) -> Substring {
    endpoint.utf8.firstRange(of: "/remote.php/".utf8).map { endpoint[..<$0.lowerBound] } ?? endpoint[...]
  }

  /// - Returns: `nil` as long as nobody agreed: the server answers 404 until then.
  func askNextcloud(
    _ record: WaitingConsent.Record, _ kept: Secret, _ connection: Connection
  ) async throws -> Connection? {
    let pairs = FormEncoding.decode(kept.revealed)
    guard let token = pairs.first(where: { $0.0 == "token" })?.1, let poll = pairs.first(where: { $0.0 == "poll" })?.1,
      FieldRules.origin(poll) == FieldRules.origin(connection.endpoint)
    else { throw WaitingFailure.failed("the connection's address was changed meanwhile") }
    let status: Int
    let body: [UInt8]
    do {
      let response = try await tokens.outbound.send(tokens.post(poll, FormEncoding.encode([("token", token)])))
      status = response.status
      body = try await response.body.collect(upTo: TokenClient.largestReply)
    } catch is OutboundError {
      return nil
    } catch is ByteStreamError {
      return nil
    }
    if status == 404 || status == 429 || status >= 500 { return nil }
    guard (200..<300).contains(status), let reply = try? JSONValue(parsing: body),
      let user = reply["loginName"]?.stringValue, let password = reply["appPassword"]?.stringValue, !user.isEmpty,
      !user.contains(":")
    else { throw WaitingFailure.failed("it answered with status \(status) and no app password") }
    let changed = Authentication.nextcloud(userName: user)
    return try await keep([("app_password", password)], connection, record.party) { session in
      try ConnectionStore.setAuthentication(changed, of: connection.id, in: session)
    }
  }
}
