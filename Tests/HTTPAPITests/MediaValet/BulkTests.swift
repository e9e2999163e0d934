import Core
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct BulkTests {
  private static let boundary = "c6c2ed020aadd284efd61a7c9d4dfe94"

  /// As the Python SDK writes it.
  private func body(_ requests: [(method: String, uri: String, data: String?)], token: String = "write") -> String {
    var parts = requests.map { request in
      var part =
        "--\(Self.boundary)\r\nContent-Type: application/http; msgtype=request\r\n\r\n"
        + "\(request.method) \(request.uri) HTTP/1.1\r\nhost: 127.0.0.1:8443\r\nAuthorization: Bearer \(token)\r\n"
        + "content-type: application/json\r\n\r\n"
      if let data = request.data { part += "\(data)\r\n" }
      return part
    }
    parts.append("\r\n\r\n--\(Self.boundary)--\r\n")
    return parts.joined(separator: "\r\n")
  }

  private func send(_ api: APIHarness, _ body: String, as caller: Caller = .write) async throws -> TestResponse {
    try await api.send(
      .post, "/bulk", as: caller, body: body, type: "multipart/mixed; boundary=\(Self.boundary)", version: nil)
  }

  @Test(arguments: StoreEngine.tested)
  func partsAreAnsweredInOrderInTheFormThatTheSDKReads(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await send(
        api,
        body([
          ("POST", "/keywords", "\"snow\""), ("GET", "/keywords", nil),
          ("GET", "/assets/4b1f8d7e-0f5c-4d0a-9a43-0a5a5f0d7c11/keywords", nil),
        ]))
      #expect(response.status == .ok)
      let boundary = String(response.text.prefix(38))
      #expect(boundary.hasPrefix("--") && UUID(uuidString: String(boundary.dropFirst(2))) != nil)
      #expect(response.headers[.contentType]?.contains("boundary=\"\(boundary.dropFirst(2))\"") == true)
      let sections = response.text.components(separatedBy: boundary).dropFirst()
      #expect(sections.count == 4 && sections.last == "--\r\n")
      let parts = Array(sections.dropLast())
      #expect(
        parts[0].contains("\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{"))
      #expect(parts[1].contains(#""keywordName":"snow""#))
      #expect(parts[2].contains("HTTP/1.1 404 Not Found\r\n"))
      #expect(parts[2].contains(#"{"Message":"There is no asset"#))
      #expect(parts[2].contains(#","ExceptionMessage":""#) && parts[2].contains(#","ExceptionType":"asset_not_found""#))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func wordsBeyondASCIIArriveWhole(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      _ = try await send(api, body([("POST", "/keywords", "\"höhe & weite 山\"")]))
      let all = try await api.send(.get, "/keywords").json?["payload"]?.arrayValue
      #expect(all?.map { $0["keywordName"] } == ["höhe & weite 山"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPartOnBehalfOfSomebodyElseIsRefused(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await send(api, body([("POST", "/keywords", "\"snow\"")], token: "manager"))
      #expect(response.text.contains("HTTP/1.1 400 Bad Request"))
      #expect(try await api.send(.get, "/keywords").json?["payload"] == [])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPartMayDoOnlyWhatTheCallerMay(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await send(api, body([("POST", "/keywords", "\"snow\"")], token: "read"), as: .read)
      #expect(response.text.contains("HTTP/1.1 401 Unauthorized"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aBrokenBodyIsRefusedWholeAndSaysWhy(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let whole = body([("POST", "/keywords", "\"snow\"")])
      let cut = String(whole.dropLast(20))
      let cases = [
        (cut, "The body doesn't end with the delimiter --\(Self.boundary)--."),
        ("--\(Self.boundary)--\r\n", "There is no request in the body."),
        (
          "--\(Self.boundary)\r\nContent-Type: application/http\r\n\r\nnonsense\r\n\r\n--\(Self.boundary)--",
          "Part 1 doesn't begin with a request line such as 'GET /assets HTTP/1.1'."
        ),
      ]
      for (text, sentence) in cases {
        let response = try await send(api, text)
        #expect(response.status == .badRequest)
        #expect(response.json?["Message"] == .string(sentence))
      }
      #expect(try await api.send(.get, "/keywords").json?["payload"] == [], "nothing was done")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func bulkInBulkIsRefused(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await send(api, body([("POST", "/BULK?x=1", "x")]))
      #expect(response.text.contains("HTTP/1.1 400 Bad Request"))
    }
  }
}
