import Core
import Egress
import Foundation
import HTTPTypes

/// Goes to a token URL and makes sense of the answer.
struct TokenClient: Sendable {
  let outbound: Outbound
  let timeout: Duration

  /// Larger answers are no token.
  static let largestReply = 256 << 10

  /// - Throws: `CancellationError` only; everything else is an answer.
  func ask(_ request: TokenRequest, as client: OAuthClient) async throws -> TokenAnswer {
    switch request {
    case .session(let login): return try await ask(login)
    case .refresh(let token):
      guard let renewal = client.dialect.renewal else { break }
      return try await exchange(token, renewal, client).keepingItself
    default: break
    }
    let answer = try await reply(to: exchange(request, client), request.secrets + secrets(client), client.dialect)
    guard case .granted(let grant) = answer, case .code = request else { return answer }
    return try await lasting(grant, client)
  }

  /// What the token URL answers, unread.
  func reply(of request: TokenRequest, as client: OAuthClient) async throws -> TokenReply {
    try await raw(exchange(request, client), request.secrets + secrets(client), client.dialect)
  }

  /// Makes a first token one that lasts, where a service gives those in a second step.
  private func lasting(_ grant: TokenGrant, _ client: OAuthClient) async throws -> TokenAnswer {
    var grant = grant
    for step in client.dialect.exchanges {
      let answer = try await exchange(grant.access, step, client)
      guard case .granted(var next) = answer else { return answer }
      next.scopes = next.scopes ?? grant.scopes
      next.refresh = next.refresh ?? grant.refresh
      grant = next
    }
    return client.dialect.renewal == nil ? .granted(grant) : TokenAnswer.granted(grant).keepingItself
  }

  private func exchange(_ token: Secret, _ step: TokenExchange, _ client: OAuthClient) async throws -> TokenAnswer {
    let parameters = step.parameters.sorted { $0.key < $1.key }.map { name, text in
      let value = Placeholders.fill(text) { placeholder in
        switch placeholder {
        case "token": token.revealed
        case "client.id": client.id
        case "client.secret": client.secret?.revealed ?? ""
        default: nil
        }
      }
      return (name, value)
    }
    let form = FormEncoding.encode(parameters)
    let request =
      step.method == "POST"
      ? post(step.url, form)
      : OutboundRequest(
        .get, step.url + (step.url.contains("?") ? "&" : "?") + form, headers: [.accept: "application/json"],
        timeout: timeout, responseLimit: Self.largestReply)
    var dialect = client.dialect
    dialect.tokenPath = []
    return try await reply(to: request, [token] + secrets(client), dialect)
  }

  private func reply(
    to request: OutboundRequest, _ secrets: [Secret], _ dialect: TokenDialect
  ) async throws -> TokenAnswer {
    do {
      return try await raw(request, secrets, dialect).read()
    } catch let error as OutboundError {
      return Self.answer(for: error)
    } catch let error as ByteStreamError {
      return .away(error.code, retryAfter: nil)
    }
  }

  private func raw(_ request: OutboundRequest, _ secrets: [Secret], _ dialect: TokenDialect) async throws -> TokenReply
  {
    let response = try await outbound.send(request)
    let body = try await response.body.collect(upTo: Self.largestReply)
    return TokenReply(
      status: response.status, headers: response.headers, body: body, secrets: secrets, dialect: dialect)
  }

  private func secrets(_ client: OAuthClient) -> [Secret] { [client.secret].compactMap(\.self) }

  private func exchange(_ request: TokenRequest, _ client: OAuthClient) -> OutboundRequest {
    post(client.tokenURL, request.parameters, as: client)
  }

  /// A form sent to an address by a client that proves itself (RFC 6749, section 2.3).
  func post(_ url: String, _ form: [(String, String)], as client: OAuthClient) -> OutboundRequest {
    var parameters = form
    var authorization: String?
    switch (client.authentication, client.secret) {
    case (.basic, let secret?):
      let encoded = Secret(FormEncoding.escape(secret.revealed))
      authorization = "Basic \(BasicCredential.encode(userName: FormEncoding.escape(client.id), password: encoded))"
    case (_, let secret):
      parameters.append((client.dialect.clientParameter, client.id))
      if let secret { parameters.append(("client_secret", secret.revealed)) }
    }
    var outbound = post(url, FormEncoding.encode(parameters))
    if let authorization { outbound.headers[.authorization] = authorization }
    return outbound
  }

  /// A form sent to an address.
  func post(_ url: String, _ form: String) -> OutboundRequest {
    OutboundRequest(
      .post, url,
      headers: [.contentType: "application/x-www-form-urlencoded", .accept: "application/json"],
      body: .bytes(Array(form.utf8)), timeout: timeout, responseLimit: Self.largestReply)
  }

  static func answer(for error: OutboundError) -> TokenAnswer {
    let reason = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    switch error {
    case .invalidURL, .addressRefused, .tlsFailed: return .misconfigured(reason)
    case .unreachable, .timedOut, .responseTooLarge, .closed: return .away(reason, retryAfter: nil)
    }
  }
}

extension TokenAnswer {
  /// A token that is renewed by itself: it stands in for the refresh token.
  fileprivate var keepingItself: TokenAnswer {
    guard case .granted(var grant) = self else { return self }
    grant.refresh = grant.refresh ?? grant.access
    return .granted(grant)
  }
}
