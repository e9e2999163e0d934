import Core
import Foundation
import HTTPTypes
import Hummingbird
import Identity

/// Finds out who is calling: a bearer token first, then a session cookie.
///
/// A bad token is an error wherever proof is needed, and nothing at all where it isn't. A session that is over makes
/// the caller nobody. A session doesn't count for a request that writes and that a browser says another site made.
struct Authentication: Sendable {
  let authenticator: Authenticator

  func principal(of request: Request, for endpoint: Endpoint) async throws -> Principal? {
    if endpoint.surface == .blobs || endpoint.surface == .operations, endpoint.access == .anyone { return nil }
    if let token = bearerToken(request) {
      do {
        let principal = try await authenticator.bearer(token)
        try requireScope(of: principal, for: endpoint)
        return principal
      } catch  where endpoint.access == .anyone {
        return nil
      }
    }
    guard let cookie = authenticator.sessionToken(request.headers[.cookie]) else { return nil }
    return try await sessionPrincipal(cookie, request, endpoint)
  }

  private func sessionPrincipal(_ cookie: String, _ request: Request, _ endpoint: Endpoint) async throws -> Principal? {
    let principal: Principal
    do {
      principal = try await authenticator.session(cookie)
    } catch let error as any CodedError where error.category == .unauthenticated {
      return nil
    }
    if endpoint.access != .anyone, !isSafe(request.method), !isSameOrigin(request) { throw RequestError.crossSite }
    return principal
  }

  /// The scheme is compared without regard to case: clients send both "Bearer" and "bearer".
  private func bearerToken(_ request: Request) -> String? {
    guard let header = request.headers[.authorization] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return parts[1].trimmingCharacters(in: .whitespaces)
  }

  private func requireScope(of principal: Principal, for endpoint: Endpoint) throws {
    guard endpoint.surface != .oauth, endpoint.access != .anyone, let scopes = principal.scopes else { return }
    guard scopes.contains("api") else { throw RequestError.missingScope("api") }
  }

  private func isSafe(_ method: HTTPRequest.Method) -> Bool {
    method == .get || method == .head || method == .options
  }

  /// By `Sec-Fetch-Site`, which every current browser sends, else by `Origin`, which browsers send with every form that
  /// another site posts. Whoever sends neither is no browser, and nobody's session can be misused there.
  private func isSameOrigin(_ request: Request) -> Bool {
    if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
    guard let origin = request.headers[.origin] else { return true }
    let authority = request.head.authority ?? ""
    return origin == "https://\(authority)" || origin == "http://\(authority)"
  }
}
