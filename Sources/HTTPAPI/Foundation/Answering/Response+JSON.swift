package import Core
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
  /// Compact JSON, with members in their own order.
  package static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response
  {
    bytes(value.encoded(), type: "application/json; charset=utf-8", status: status, headers: headers)
  }

  /// `201 Created`.
  /// - Parameter location: where it is to be read.
  package static func created(_ value: JSONValue, at location: String? = nil) -> Response {
    var headers: HTTPFields = [:]
    if let location { headers[.location] = location }
    return .json(value, status: .created, headers: headers)
  }

  /// `204 No Content`.
  package static var noContent: Response { Response(status: .noContent) }

  package static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
  }

  package static func bytes(
    _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// A page of a list of our own API: `{"items": […], "next": "…"}`; `next` is missing on the last page.
  package static func page<Item>(_ page: Page<Item>, _ item: (Item) -> JSONValue) -> Response {
    var body: JSONObject = ["items": .array(page.items.map(item))]
    if let next = page.next { body["next"] = .string(next.token) }
    return .json(.object(body))
  }
}
