import Core
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// An OAuth 2.0 provider on loopback that rotates refresh tokens and, like a strict one, revokes everything when an old
/// one is used again.
final class FakeProvider: Sendable {
  struct Log: Sendable {
    var requests: [[String: String]] = []
    var authorizations: [String?] = []
    var acceptedRefreshes = 0
    var reusedRefreshTokens = 0
  }

  /// How it behaves; a test may change it at any time.
  struct Behaviour: Sendable {
    var rotates = true
    var expiresIn: JSONValue? = 3600
    var scope: String? = "openid api offline_access"
    var givesRefreshToken = true
    /// Answers in place of its own, used up one by one: status, content type, body, further headers.
    var canned: [(Int, String, String, [String: String])] = []
    var secret = "planted-client-secret"
  }

  private struct State {
    var log = Log()
    var behaviour = Behaviour()
    var counter = 0
    var current: Set<String> = []
    var old: Set<String> = []
    var codes: [String: String] = [:]
    var isHeld = false
    var held: [CheckedContinuation<Void, Never>] = []
    var arrivals: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let address = Mutex(0)

  var port: Int { address.withLock { $0 } }
  var url: String { "http://127.0.0.1:\(port)" }
  var log: Log { state.withLock(\.log) }

  func change(_ body: (inout Behaviour) -> Void) { state.withLock { body(&$0.behaviour) } }

  /// Makes a code as the consent page would, bound to the PKCE challenge.
  func consent(challenge: String) -> String {
    state.withLock { state in
      state.counter += 1
      let code = "planted-code-\(state.counter)"
      state.codes[code] = challenge
      return code
    }
  }

  /// Revokes every token, as a person does in their settings there.
  func revokeAll() { state.withLock { $0.current = [] } }

  /// From now on, requests wait until ``release()``.
  func hold() { state.withLock { $0.isHeld = true } }

  func release() {
    let held = state.withLock { state in
      state.isHeld = false
      defer { state.held = [] }
      return state.held
    }
    for continuation in held { continuation.resume() }
  }

  /// Returns when a request is waiting.
  func waitUntilHeld() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.held.isEmpty { state.arrivals.append(continuation) }
        return !state.held.isEmpty
      }
      if isThere { continuation.resume() }
    }
  }

  /// Runs a provider while `body` works with it.
  static func serving(_ body: @Sendable (FakeProvider) async throws -> Void) async throws {
    let provider = FakeProvider()
    let router = Router()
    router.post("token") { request, _ in try await provider.answer(request) }
    let (running, isRunning) = AsyncStream<Void>.makeStream()
    var logger = Logger(label: "provider")
    logger.logLevel = .critical
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        provider.address.withLock { $0 = channel.localAddress?.port ?? 0 }
        isRunning.finish()
      }, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      for await _ in running {}
      do {
        try await body(provider)
      } catch {
        provider.release()
        group.cancelAll()
        throw error
      }
      provider.release()
      group.cancelAll()
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    let body = try await request.body.collect(upTo: 1 << 16)
    let form = Self.decode(String(buffer: body))
    state.withLock { state in
      state.log.requests.append(form)
      state.log.authorizations.append(request.headers[.authorization])
    }
    await waitIfHeld()
    let (status, type, text, headers) = state.withLock { respond(to: form, $0.behaviour, &$0) }
    var fields: HTTPFields = [.contentType: type]
    for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
    return Response(status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  private func waitIfHeld() async {
    await withCheckedContinuation { continuation in
      let (isHeld, arrivals) = state.withLock { state in
        guard state.isHeld else { return (false, [CheckedContinuation<Void, Never>]()) }
        state.held.append(continuation)
        defer { state.arrivals = [] }
        return (true, state.arrivals)
      }
      for arrival in arrivals { arrival.resume() }
      if !isHeld { continuation.resume() }
    }
  }

  private func respond(
    to form: [String: String], _ behaviour: Behaviour, _ state: inout State
  ) -> (Int, String, String, [String: String]) {
    if !state.behaviour.canned.isEmpty { return state.behaviour.canned.removeFirst() }
    guard form["client_secret"] == behaviour.secret else { return error(401, "invalid_client") }
    switch form["grant_type"] {
    case "authorization_code":
      let verifier = form["code_verifier"] ?? ""
      let challenge = Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))
      guard let code = form["code"], state.codes.removeValue(forKey: code) == challenge else {
        return error(400, "invalid_grant")
      }
      return grant(behaviour, &state)
    case "refresh_token":
      guard let token = form["refresh_token"] else { return error(400, "invalid_request") }
      guard state.current.contains(token) else {
        if state.old.contains(token) {
          state.log.reusedRefreshTokens += 1
          state.current = []
        }
        return error(400, "invalid_grant", "the refresh token \(token) is not known.")
      }
      if behaviour.rotates {
        state.current.remove(token)
        state.old.insert(token)
      }
      state.log.acceptedRefreshes += 1
      return grant(behaviour, &state, refresh: behaviour.rotates)
    case "client_credentials", "password": return grant(behaviour, &state, refresh: false)
    default: return error(400, "unsupported_grant_type")
    }
  }

  private func grant(
    _ behaviour: Behaviour, _ state: inout State, refresh: Bool = true
  ) -> (Int, String, String, [String: String]) {
    state.counter += 1
    var reply: JSONObject = [
      "access_token": .string("planted-access-\(state.counter)"), "token_type": "Bearer",
    ]
    reply["expires_in"] = behaviour.expiresIn
    reply["scope"] = behaviour.scope.map { .string($0) }
    if refresh, behaviour.givesRefreshToken {
      let token = "planted-refresh-\(state.counter)"
      state.current.insert(token)
      reply["refresh_token"] = .string(token)
    }
    return (200, "application/json", JSONValue.object(reply).serialized(), [:])
  }

  private func error(
    _ status: Int, _ code: String, _ description: String? = nil
  ) -> (Int, String, String, [String: String]) {
    let body: JSONObject = ["error": .string(code), "error_description": JSONValue(description)]
    return (status, "application/json", JSONValue.object(body).serialized(), [:])
  }

  private static func decode(_ form: String) -> [String: String] {
    form.split(separator: "&").reduce(into: [:]) { pairs, pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return }
      pairs[String(parts[0])] = String(parts[1]).removingPercentEncoding
    }
  }
}
