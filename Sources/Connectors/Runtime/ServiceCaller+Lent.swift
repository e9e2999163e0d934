import Connections
import Core
import Egress
import HTTPTypes

/// Requests that are proved by a token which the connection's own gives.
extension ServiceCaller {
  /// The same for requests with such a rule; the connection's own token for all others.
  func lending(_ rule: LentToken?, _ tokens: LentTokens) -> ServiceCaller {
    guard let rule else { return self }
    var caller = self
    caller.lent = { authorization in try await proof(rule, tokens, by: authorization) }
    return caller
  }

  private func proof(
    _ rule: LentToken, _ tokens: LentTokens, by own: Authorization
  ) async throws -> Authorization? {
    guard let connection else { return nil }
    let scope = TemplateScope(input: .null, settings: connector.settings(of: connection))
    guard let whose = try rule.whose.text(in: scope), !whose.isEmpty, whose != rule.itself else { return nil }
    let token = try await tokens.token("\(connection.id) \(own.generation) \(whose)", now: effects.now()) {
      try await ask(rule, scope, whose, own)
    }
    return Authorization(.bearer(token), generation: own.generation)
  }

  /// Asks for it. The answer is a secret: nothing of it is recorded.
  private func ask(
    _ rule: LentToken, _ scope: TemplateScope, _ whose: String, _ own: Authorization
  ) async throws -> Secret {
    let builder = RequestBuilder(connector: connector, endpoint: endpoint, files: FileSources())
    var request = OutboundRequest(.get, try builder.url(path: rule.path, query: rule.query, in: scope))
    try own.prove(&request, effects: effects)
    let response = try await outbound.send(request)
    let body = try await response.body.collect(upTo: 1 << 20)
    let exchange = Exchange(
      method: "GET", url: request.url, requestBody: [], status: response.status, headers: response.headers,
      body: response.isSuccess ? [] : body, secrets: own.secrets, form: connector.answers)
    if let failure = failures.failure(of: exchange, retry: .never) { throw failure }
    let answer = (try? JSONValue(parsing: body)) ?? .null
    guard let token = rule.token.value(in: answer)?.stringValue, !token.isEmpty else {
      throw ActionError(
        code: "service_forbidden", category: .forbidden,
        message: "\(connector.title) doesn't let this account act for \"\(whose)\".",
        advice: "Check the number, and that whoever connected looks after it.")
    }
    return Secret(token)
  }
}
