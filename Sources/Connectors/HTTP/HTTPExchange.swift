import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// Sends the request of one step and takes its answer.
///
/// Credentials are put on for the connection's own origin alone, and judged anew at every redirect: another host gets
/// neither them nor an `Authorization` or `Cookie` that the step gives itself.
struct HTTPExchange: Sendable {
  let call: CodedAction.Call

  func run() async throws -> JSONValue {
    let wish = try HTTPWish(call)
    var machine = RetryMachine(rules: RetryRules(first: .seconds(1)), isRepeatable: wish.isRepeatable)
    while true {
      let failure: RetryMachine.Failure
      let error: (ActionError.Retry) -> ActionError
      do {
        let (response, url, secrets) = try await exchange(wish)
        if response.isSuccess || wish.takesEveryStatus {
          return try await HTTPAnswer(call: call, wish: wish, url: url).take(response)
        }
        let exchange = try await refused(response, wish, url, secrets)
        failure = .status(response.status, asked: RequestFailure.asked(response.headers, now: call.effects.now()))
        error = { retry in
          rules.failure(of: exchange, retry: retry) ?? ActionError(code: "service_refuses", message: "It was refused.")
        }
      } catch let lost as OutboundError {
        guard lost.category != .invalid, lost.category != .fault else { throw ActionError(lost) }
        failure = .lost(mayHaveArrived: lost.mayHaveReachedPeer)
        error = { retry in ActionError(lost: lost, retry: retry) }
      }
      switch machine.failed(failure) {
      case .giveUp(let retry): throw error(retry)
      case .again(let wait): try await call.effects.sleep(wait)
      }
    }
  }

  private var rules: RequestFailure {
    RequestFailure(
      service: "The service",
      rules: ErrorRules(
        lists: [],
        messages: ["message", "error.message", "error_description", "error", "detail", "title"].map { JSONPath($0) },
        notAboutToken: []))
  }

  private func refused(
    _ response: OutboundResponse, _ wish: HTTPWish, _ url: String, _ secrets: [Secret]
  ) async throws -> Exchange {
    let body = try await HTTPAnswer.beginning(of: response.body)
    return Exchange(
      method: wish.method, url: url, requestBody: [], status: response.status, headers: response.headers, body: body,
      secrets: secrets)
  }

  /// Sends it, and goes where redirects lead.
  private func exchange(_ wish: HTTPWish) async throws -> (OutboundResponse, url: String, [Secret]) {
    var (url, method) = (wish.url, wish.method)
    var carriesBody = true
    for _ in 0...Redirect.most {
      let (response, secrets) = try await authorized(wish, method, url, carriesBody)
      guard wish.followsRedirects, let target = Redirect.target(of: response.status, response.headers, from: url) else {
        return (response, url, secrets)
      }
      // What has a body is sent on with it only where the service says so (RFC 9110, sections 15.4.8 and 15.4.9).
      let keeps = response.status == 307 || response.status == 308
      guard keeps || ["GET", "HEAD"].contains(method) || response.status == 303 else { return (response, url, secrets) }
      if response.status == 303, method != "HEAD" { method = "GET" }
      if !keeps { carriesBody = false }
      url = target
    }
    throw ActionError(
      code: "too_many_redirects", category: .upstream,
      message: "The service redirects more than \(Redirect.most) times.")
  }

  private func authorized(
    _ wish: HTTPWish, _ method: String, _ url: String, _ carriesBody: Bool
  ) async throws -> (OutboundResponse, [Secret]) {
    guard let connection = call.connection, Origin(url) == Origin(connection.endpoint) else {
      return (try await call.outbound.send(try await request(wish, method, url, carriesBody)), [])
    }
    var authorization = try await call.access.authorization(for: connection.id)
    for isLast in [false, true] {
      var request = try await request(wish, method, url, carriesBody)
      try authorization.prove(&request, effects: call.effects)
      let response = try await call.outbound.send(request)
      guard response.status == 401, !isLast else { return (response, authorization.secrets) }
      guard let renewed = try? await call.access.rejected(connection.id, generation: authorization.generation),
        renewed.generation != authorization.generation
      else { return (response, authorization.secrets) }
      authorization = renewed
    }
    throw ActionError(
      code: "service_unauthorized", category: .unauthenticated, message: "The service refuses the token.")
  }

  private func request(
    _ wish: HTTPWish, _ method: String, _ url: String, _ carriesBody: Bool
  ) async throws -> OutboundRequest {
    var request = OutboundRequest(
      HTTPRequest.Method(rawValue: method) ?? .get, url, timeout: wish.timeout, responseLimit: .max)
    let isElsewhere = Origin(url) != Origin(wish.url)
    for (name, value) in wish.headers {
      guard let text = value.scalarText, let field = HTTPField.Name(name) else {
        throw ActionError(code: "invalid_input", category: .invalid, message: "\"\(name)\" is no name of a header.")
      }
      if isElsewhere, ["authorization", "cookie", "proxy-authorization"].contains(name.lowercased()) { continue }
      request.headers[field] = text
    }
    if carriesBody { try await HTTPBody(call: call).set(on: &request) }
    return request
  }
}
