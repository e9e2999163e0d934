import Core
import HTTPTypes
import Hummingbird
import Library
import Logging

/// Signed addresses of originals and pictures, and the public direct links.
struct MediaEndpoints: EndpointGroup {
  let library: Library

  var endpoints: [Endpoint] {
    let range = Parameter.header("Range", .string, "One range of bytes.")
    let bytes: [ResponseShape] = [
      .content(.ok, "The bytes", type: "application/octet-stream"),
      .content(.partialContent, "The range asked for", type: "application/octet-stream"),
      .empty(.notModified, "The bytes are those of If-None-Match"),
      .empty(.rangeNotSatisfiable, "The range lies outside of the bytes"),
    ]
    return [
      Endpoint(
        .get, "/blobs/{container}/{asset}/{mediaFile}/{rendition}/{fileName}", id: "getMedia",
        summary: "Reads an original or a picture by its signed address", tag: "Blobs", surface: .blobs,
        access: .anyone, parameters: [range], responses: bytes, handler: media),
      Endpoint(
        .get, "/cdn/{library}/{asset}/{link}/{size}/{fileName}", id: "getDirectLinkContent",
        summary: "Reads the picture of a direct link", tag: "Blobs", surface: .blobs, access: .anyone,
        parameters: [range], responses: bytes, handler: link),
    ]
  }

  @Sendable private func media(_ request: Request, _ context: APIContext) async throws -> Response {
    let content = try await library.mediaURLs.content(path: request.uri.path, query: request.uri.query ?? "")
    let response = ContentResponse(library: library, content: content, cacheControl: "private, max-age=3600")
    return try await response.answer(request, context)
  }

  @Sendable private func link(_ request: Request, _ context: APIContext) async throws -> Response {
    let (link, content) = try await library.directLinks.content(path: request.uri.path)
    let sender = ContentResponse(library: library, content: content, cacheControl: "public, max-age=300")
    let response = try await sender.answer(request, context)
    guard request.method == .get, response.status == .ok || response.status == .partialContent else { return response }
    let sent = response.headers[.contentLength].flatMap { Int64($0) } ?? 0
    do {
      try await library.directLinks.countVisit(to: link, visitor: context.remoteAddress ?? "", bytes: sent)
    } catch {
      context.logger.debug("A visit couldn't be counted", metadata: ["link": "\(link)"])
    }
    return response
  }
}
