package import Core
package import HTTPTypes
package import Hummingbird

extension Response {
  /// Bytes passed on as they come, never whole in memory.
  package static func stream(_ bytes: ByteStream, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:])
    -> Response
  {
    let body = ResponseBody(contentLength: bytes.length.map(Int.init)) { writer in
      for try await chunk in bytes { try await writer.write(chunk) }
      try await writer.finish(nil)
    }
    return Response(status: status, headers: headers, body: body)
  }
}
