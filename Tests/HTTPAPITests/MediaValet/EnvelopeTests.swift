import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct EnvelopeTests {
  @Test(arguments: StoreEngine.tested)
  func theEnvelopeIsCompactAndInTheOrderThatClientsReadItBy(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let one = try await api.send(.get, "/users/approvers")
      #expect(one.text.hasPrefix(#"{"apiVersion":"2022.6.17.1","warnings":[],"errors":[],"payload":{"#))
      #expect(
        one.text.contains(#","meta":{"metaInformation":{"ElapsedTimeInMS":0},"createdAt":"2026-01-01T00:00:00.000Z"}}"#)
      )
      let list = try await api.send(.get, "/keywordGroups")
      #expect(
        list.text.contains(
          #""errors":[],"recordCount":{"totalRecordsFound":0,"startingRecord":0,"recordsReturned":0},"payload":[],"meta":"#
        ))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func errorsCarryTheThreeMembersThatTheBulkParserReads(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await api.send(.get, "/categories/4b1f8d7e-0f5c-4d0a-9a43-0a5a5f0d7c11")
      #expect(response.status == .notFound)
      let sentence = "There is no category 4b1f8d7e-0f5c-4d0a-9a43-0a5a5f0d7c11."
      #expect(
        response.text.hasPrefix(
          #"{"Message":"\#(sentence)","ExceptionMessage":"\#(sentence)","ExceptionType":"category_not_found","#))
      #expect(response.json?["errors"] == [.string(sentence)])
      #expect(response.json?["payload"]?["message"] == .string(sentence))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func parametersWithoutEffectAreWarnedOf(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await api.send(.get, "/keywords?Include=id&max-length=title:3")
      #expect(response.status == .ok)
      #expect(response.json?["warnings"]?.arrayValue?.count == 2)
      let both = try await api.send(.get, "/keywords?include=id,word&exclude=WORD")
      #expect(both.status == .badRequest)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func wrongBodiesAreAnsweredWithOneClearSentence(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let cases: [(HTTPRequest.Method, String, String, String)] = [
        (
          .post, "/categories", "{\"treeName\": ",
          "This is not JSON: it ends where a value is expected at line 1, column 14."
        ),
        (.post, "/categories", "[]", "The body must be an object, not an array."),
        (.post, "/categories", "{}", "name is missing."),
        (.post, "/categories", #"{"treeName":"a","parentId":"7"}"#, "parentId must be a UUID."),
        (.post, "/uploads", "", "The body is empty; a JSON document is expected."),
        (.get, "/assets/seven", "", "assetId is \"seven\", not a UUID."),
        (.get, "/assets?count=many", "", "count is \"many\", not a whole number from 0 to 1000."),
      ]
      for (method, path, body, sentence) in cases {
        let response = try await api.send(method, path, body: body)
        #expect(response.status == .badRequest, "\(path) \(body)")
        #expect(response.json?["payload"]?["message"] == .string(sentence), "\(response.text)")
      }
    }
  }
}
