import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct ReadingTests {
  private let echo = TestEndpoints.endpoint(.post, "/json") { request, context in
    .json(try await request.json(context))
  }

  private static let jsonHeaders: HTTPFields = [.contentType: "application/json; charset=utf-8"]

  @Test func wrongJSONIsAnsweredWithItsPlace() async throws {
    try await TestEndpoints.serve([echo]) { client in
      let body = ByteBuffer(string: "{\"a\": 1,\n \"b\" 2}")
      try await client.execute(uri: "/json", method: .post, headers: Self.jsonHeaders, body: body) { response in
        #expect(response.status == .badRequest)
        #expect(response.json?["code"] == "invalid_json")
        #expect(response.json?["line"] == 2)
        #expect(response.json?["column"] == 6)
      }
    }
  }

  @Test func aBodyOfAnotherTypeIsA415ThatSaysWhatToSend() async throws {
    try await TestEndpoints.serve([echo]) { client in
      try await client.execute(
        uri: "/json", method: .post, headers: [.contentType: "text/xml"], body: ByteBuffer(string: "<a/>")
      ) { response in
        #expect(response.status == .unsupportedMediaType)
        #expect(response.json?["detail"] == "A body of type text/xml can't be read; send application/json.")
      }
    }
  }

  @Test func anEmptyBodyIsSaidToBeEmpty() async throws {
    try await TestEndpoints.serve([echo]) { client in
      try await client.execute(uri: "/json", method: .post, headers: Self.jsonHeaders) { response in
        #expect(response.status == .badRequest)
        #expect(response.json?["code"] == "missing_body")
      }
    }
  }

  @Test func aBodyShorterThanAnnouncedIsRefused() async throws {
    let endpoint = TestEndpoints.endpoint(.post, "/b") { request, context in
      .json(JSONValue(try await request.bytes(context).count))
    }
    try await TestEndpoints.serve([endpoint]) { client in
      try await client.execute(uri: "/b", method: .post, headers: [.contentLength: "12"]) { response in
        #expect(response.status == .badRequest)
        #expect(response.json?["code"] == "body_cut_off")
      }
    }
  }

  @Test func membersAreCheckedWithTheirPath() throws {
    let fields = try JSONFields(["name": "a", "steps": [["kind": 3]], "count": "many", "nothing": nil])
    #expect(try fields.string("name") == "a")
    #expect(try fields.stringIfAny("nothing") == nil)
    #expect(throws: RequestError.missingMember("title")) { try fields.string("title") }
    #expect(throws: RequestError.invalidMember("count", expected: "a whole number")) { try fields.int("count") }
    #expect(throws: RequestError.invalidMember("steps[0].kind", expected: "a string")) {
      try fields.objects("steps").first?.string("kind")
    }
    #expect(throws: RequestError.unknownMember("steps")) { try fields.refuseOthers(than: ["name"]) }
  }

  @Test func formsKeepOrderAndDecodeOnce() throws {
    let form = FormFields("a=1+2&b=%C3%A4%26&a=3&flag&broken=%zz")
    #expect(form.all("a") == ["1 2", "3"])
    #expect(form["b"] == "ä&")
    #expect(form["flag"] == "")
    #expect(form["broken"] == "%zz")
    #expect(throws: RequestError.missingParameter("c")) { try form.require("c") }
  }
}
