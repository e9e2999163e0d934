import Connections
import Core
import Foundation
import HTTPTypes
package import Hummingbird
import Identity
import Logging

/// Answers every request: finds its endpoint, asks who is calling and whether they may, calls the handler, and turns
/// whatever goes wrong into an answer of the endpoint's surface.
///
/// ```swift
/// let responder = try APIResponder(groups, settings: settings)
/// let app = Application(responder: responder)
/// ```
package struct APIResponder: HTTPResponder {
  private let table: RouteTable
  private let settings: APISettings
  private let authentication: Authentication
  private let accessLog: AccessLog
  private let securityHeaders: SecurityHeaders
  private let mappers: [Surface: ErrorMapper]
  /// Which surface a path belongs to that no route matches, by its first segment.
  private let surfaces: [String: Surface]

  /// Adds the API's own description at `/openapi.json` to the groups.
  /// - Throws: ``RouteConflict`` when two endpoints can't be told apart.
  package init(_ groups: [any EndpointGroup], settings: APISettings) throws {
    let endpoints = groups.flatMap(\.endpoints)
    let description = DescriptionEndpoints(version: settings.version, described: endpoints)
    table = try RouteTable(endpoints + description.endpoints)
    self.settings = settings
    authentication = Authentication(authenticator: settings.authenticator)
    accessLog = AccessLog(metrics: settings.metrics, now: settings.effects.now)
    securityHeaders = SecurityHeaders(isSecure: settings.isSecure)
    mappers = ErrorMapper.standard.merging(settings.errorMappers) { _, given in given }
    surfaces = Dictionary(
      endpoints.map { ($0.path.split(separator: "/").first?.lowercased() ?? "", $0.surface) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Every endpoint that is served, the description's own included.
  package var endpoints: [Endpoint] { table.endpoints }

  package func respond(to request: Request, context: APIContext) async throws -> Response {
    var context = context
    if !context.isLocated { locate(request, &context) }
    let arrived = context
    context.dispatch = { try await respond(to: $0, context: arrived) }
    context.receivedAt = settings.effects.now()
    context.requestID = RequestName.of(request, orMake: settings.effects.uuid)
    context.logger[metadataKey: "request.id"] = "\(context.requestID)"
    let match = table.match(request.method, request.uri.path)
    if case .endpoint(let endpoint, let parameters) = match {
      context.endpoint = endpoint
      context.pathParameters = parameters
      context.bodyLimit = endpoint.bodyLimit
    }
    var response = await answer(request, &context, match)
    response.headers[.requestID] = context.requestID
    securityHeaders.add(to: &response, surface: surface(request, context))
    accessLog.note(request, response, context)
    return response
  }

  private func locate(_ request: Request, _ context: inout APIContext) {
    let peer = context.remoteAddress
    context.remoteAddress = settings.clientAddress.of(request.headers, peer: peer)
    context.isObscured = settings.clientAddress.isObscured(request.headers, peer: peer)
    context.isLocated = true
  }

  private func answer(_ request: Request, _ context: inout APIContext, _ match: RouteMatch) async -> Response {
    do {
      switch match {
      case .notFound: throw RequestError.unknownPath(request.uri.path)
      case .methodNotAllowed(let allowed) where request.method == .options:
        return Response(status: .noContent, headers: [.allow: allowed.map(\.rawValue).joined(separator: ", ")])
      case .methodNotAllowed(let allowed):
        throw RequestError.methodNotAllowed(request.method.rawValue, allowed: allowed.map(\.rawValue))
      case .endpoint(let endpoint, _):
        try settings.gates[endpoint.surface]?(request)
        context.principal = try await authentication.principal(of: request, for: endpoint)
        try endpoint.access.check(context)
        try refuseTooLarge(request, endpoint)
        let response = try await handle(request, context, endpoint)
        return request.method == .head && endpoint.method != .head ? response.createHeadResponse() : response
      }
    } catch {
      return describe(error, request, context)
    }
  }

  /// Calls the handler. What it asks of connections, it asks for whoever calls: the audit log says so.
  private func handle(_ request: Request, _ context: APIContext, _ endpoint: Endpoint) async throws -> Response {
    guard let person = context.principal?.person else { return try await endpoint.handler(request, context) }
    return try await ConnectionUse.$current.withValue(.person(person.description)) {
      try await endpoint.handler(request, context)
    }
  }

  /// Refuses by the announced length before a single byte of body is read.
  private func refuseTooLarge(_ request: Request, _ endpoint: Endpoint) throws {
    guard case .bytes(let limit) = endpoint.bodyLimit,
      let length = request.headers[.contentLength].flatMap({ Int($0) }),
      length > limit
    else { return }
    throw RequestError.bodyTooLarge(limit: limit)
  }

  private func describe(_ error: any Error, _ request: Request, _ context: APIContext) -> Response {
    let error = CodedErrors().coded(error, in: context)
    let mapper = mappers[surface(request, context)] ?? .problem
    var response = mapper.response(error, request, context)
    ErrorHeaders.add(to: &response, for: error, request: request)
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func surface(_ request: Request, _ context: APIContext) -> Surface {
    if let endpoint = context.endpoint { return endpoint.surface }
    return surfaces[request.uri.path.split(separator: "/").first?.lowercased() ?? ""] ?? .rest
  }
}
