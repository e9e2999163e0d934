import Core
import HTTPTypes
import Hummingbird
import Identity
import NIOCore

/// `POST /bulk`: many requests in one.
struct BulkEndpoints: EndpointGroup {
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/bulk", id: "runBulk", summary: "Runs several requests one after the other", tag: "Home",
        surface: .mediaValet, access: .signedIn, body: .bytes("multipart/mixed", "Parts of type application/http."),
        responses: [.content(.ok, "One part for each request, in the same order", type: "multipart/mixed")],
        bodyLimit: .bytes(8 << 20), handler: run)
    ]
  }

  @Sendable private func run(_ request: Request, _ context: APIContext) async throws -> Response {
    let bulk = try BulkRequest(try await request.bytes(context), contentType: request.headers[.contentType])
    var answers = BulkResponse(boundary: services.effects.uuid())
    for part in bulk.parts {
      try Task.checkCancellation()
      let response = try await answer(part, of: request, context)
      let body = try await BodyCollector.collect(response.body)
      if body.isEmpty {
        let filler = filled(response, receivedAt: context)
        answers.append(filler, body: try await BodyCollector.collect(filler.body))
      } else {
        answers.append(response, body: body)
      }
    }
    return answers.response
  }

  private func answer(_ part: BulkRequest.Part, of outer: Request, _ context: APIContext) async throws -> Response {
    var headers = part.headers
    for name in [HTTPField.Name.cookie, .secFetchSite, .origin] { headers[name] = outer.headers[name] }
    if headers[.authorization] == nil { headers[.authorization] = outer.headers[.authorization] }
    if headers[.subscriptionKey] == nil { headers[.subscriptionKey] = outer.headers[.subscriptionKey] }
    if headers[.mediaValetVersion] == nil { headers[.mediaValetVersion] = outer.headers[.mediaValetVersion] }
    headers[.contentLength] = String(part.body.count)
    let head = HTTPRequest(
      method: part.method, scheme: outer.head.scheme, authority: outer.head.authority, path: part.target,
      headerFields: headers)
    let refusal = refusal(of: part, outer)
    if let refusal {
      let mapper = ErrorMapper.mediaValet(services.effects)
      return mapper.response(refusal, Request(head: head, body: RequestBody(buffer: ByteBuffer())), context)
    }
    let inner = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: part.body)))
    guard let dispatch = context.dispatch else { throw FaultError(requestID: context.requestID) }
    return try await dispatch(inner)
  }

  /// A part may not ask on behalf of somebody else, nor hold parts itself, nor fetch bytes.
  private func refusal(of part: BulkRequest.Part, _ outer: Request) -> (any CodedError)? {
    let path = part.target.split(separator: "?").first?.lowercased() ?? ""
    if path.hasPrefix("/bulk") || path.hasPrefix("/blobs") || path.hasPrefix("/cdn") {
      return RequestError.invalidParameter("part", value: path, expected: "a path that can be part of a bulk request")
    }
    if let own = part.headers[.authorization], !isSame(own, outer.headers[.authorization]) {
      return RequestError.invalidParameter("Authorization", value: "…", expected: "that of the bulk request itself")
    }
    return nil
  }

  private func isSame(_ left: String, _ right: String?) -> Bool {
    left.split(separator: " ").last == right?.split(separator: " ").last
  }

  /// Clients can't read a part without a body.
  private func filled(_ response: Response, receivedAt context: APIContext) -> Response {
    let envelope = Envelope(now: services.effects.now(), receivedAt: context.receivedAt)
    let status = response.status == .noContent ? HTTPResponse.Status.ok : response.status
    return envelope.response(MediaValetAnswer(status: status, payload: .null))
  }
}
