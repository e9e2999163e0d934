import Core
import Egress
import Foundation
import HTTPTypes

/// Goes to a token URL and makes sense of the answer.
struct TokenClient: Sendable {
  let outbound: Outbound
  let timeout: Duration

  /// Larger answers are no token.
  private static let largestReply = 256 << 10

  /// - Throws: `CancellationError` only; everything else is an answer.
  func ask(_ request: TokenRequest, as client: OAuthClient) async throws -> TokenAnswer {
    let secrets = request.secrets + [client.secret].compactMap(\.self)
    do {
      let response = try await outbound.send(exchange(request, client))
      let body = try await response.body.collect(upTo: Self.largestReply)
      return TokenReply(status: response.status, headers: response.headers, body: body, secrets: secrets).read()
    } catch let error as OutboundError {
      return answer(for: error)
    } catch let error as ByteStreamError {
      return .away(error.code, retryAfter: nil)
    }
  }

  private func exchange(_ request: TokenRequest, _ client: OAuthClient) -> OutboundRequest {
    var parameters = request.parameters
    var headers: HTTPFields = [
      .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
    ]
    switch (client.authentication, client.secret) {
    case (.basic, let secret?):
      let encoded = Secret(FormEncoding.escape(secret.revealed))
      headers[.authorization] =
        "Basic \(BasicCredential.encode(userName: FormEncoding.escape(client.id), password: encoded))"
    case (_, let secret):
      parameters.append(("client_id", client.id))
      if let secret { parameters.append(("client_secret", secret.revealed)) }
    }
    return OutboundRequest(
      .post, client.tokenURL, headers: headers, body: .bytes(Array(FormEncoding.encode(parameters).utf8)),
      timeout: timeout, responseLimit: Self.largestReply)
  }

  private func answer(for error: OutboundError) -> TokenAnswer {
    let reason = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    switch error {
    case .invalidURL, .addressRefused, .tlsFailed: return .misconfigured(reason)
    case .unreachable, .timedOut, .responseTooLarge, .closed: return .away(reason, retryAfter: nil)
    }
  }
}
