import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct RoutingTests {
  @Test func pathsAreComparedWithoutRegardToCaseAndTrailingSlash() async throws {
    try await TestEndpoints.serve([TestEndpoints.endpoint(.get, "/directlinks/{assetId}")]) { client in
      for path in ["/directlinks/A", "/directLinks/A", "/DIRECTLINKS/A/"] {
        try await client.execute(uri: path, method: .get) { response in
          #expect(response.status == .ok)
          #expect(response.json?["assetId"] == "A", "the parameter keeps its case")
        }
      }
    }
  }

  @Test func aFixedSegmentWinsOverACapturedOneWhateverTheOrder() async throws {
    let endpoints = [
      TestEndpoints.endpoint(.get, "/users/{userId}", id: "one") { _, _ in .json("one") },
      TestEndpoints.endpoint(.get, "/users/current", id: "current") { _, _ in .json("current") },
      TestEndpoints.endpoint(.get, "/users/current/permissions", id: "permissions") { _, _ in .json("permissions") },
      TestEndpoints.endpoint(.get, "/users/{id}/customfields", id: "fields") { _, _ in .json("fields") },
    ]
    let expected = [
      "/users/current": "current", "/users/7": "one", "/users/current/permissions": "permissions",
      "/users/current/customfields": "fields",
    ]
    try await TestEndpoints.serve(endpoints) { client in
      for (path, answer) in expected {
        try await client.execute(uri: path, method: .get) { #expect($0.json == .string(answer), "\(path)") }
      }
    }
  }

  @Test func parametersArePercentDecodedOnce() async throws {
    try await TestEndpoints.serve([TestEndpoints.endpoint(.get, "/keywords/{keyword}")]) { client in
      try await client.execute(uri: "/keywords/blue%20sky%2Fsea%2525", method: .get) { response in
        #expect(response.json?["keyword"] == "blue sky/sea%25")
      }
    }
  }

  @Test func theRestOfAPathIsCapturedWhole() async throws {
    try await TestEndpoints.serve([TestEndpoints.endpoint(.get, "/app/static/{file...}")]) { client in
      try await client.execute(uri: "/app/static/a/b.css", method: .get) { #expect($0.json?["file"] == "a/b.css") }
      try await client.execute(uri: "/app/static", method: .get) { #expect($0.status == .notFound) }
    }
  }

  @Test func anotherMethodIsAnsweredWithTheOnesThatWork() async throws {
    let endpoints = [
      TestEndpoints.endpoint(.get, "/things/{id}"), TestEndpoints.endpoint(.delete, "/things/{id}"),
    ]
    try await TestEndpoints.serve(endpoints) { client in
      try await client.execute(uri: "/things/1", method: .post) { response in
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "DELETE, GET, HEAD, OPTIONS")
        #expect(response.json?["code"] == "method_not_allowed")
      }
      try await client.execute(uri: "/things/1", method: .options) { response in
        #expect(response.status == .noContent)
        #expect(response.headers[.allow] == "DELETE, GET, HEAD, OPTIONS")
      }
    }
  }

  @Test func headAnswersWhatGetWouldWithoutItsBody() async throws {
    try await TestEndpoints.serve([TestEndpoints.endpoint(.get, "/a") { _, _ in .text("hello") }]) { client in
      try await client.execute(uri: "/a", method: .head) { response in
        #expect(response.status == .ok)
        #expect(response.headers[.contentLength] == "5")
        #expect(response.text == "")
      }
    }
  }

  @Test func twoEndpointsForOneRequestAreRefusedAtTheStart() {
    let clashing = [
      TestEndpoints.endpoint(.get, "/a/{x}", id: "one"), TestEndpoints.endpoint(.get, "/A/{y}", id: "two"),
    ]
    #expect(throws: RouteConflict.self) {
      try APIResponder([TestEndpoints(endpoints: clashing)], settings: .test())
    }
    let homonyms = [TestEndpoints.endpoint(.get, "/a", id: "one"), TestEndpoints.endpoint(.get, "/b", id: "one")]
    #expect(throws: RouteConflict.self) {
      try APIResponder([TestEndpoints(endpoints: homonyms)], settings: .test())
    }
  }

  @Test func anUnknownPathIsAProblemThatNamesIt() async throws {
    try await TestEndpoints.serve([]) { client in
      try await client.execute(uri: "/rest/v1/nothing?x=1", method: .get) { response in
        #expect(response.status == .notFound)
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.json?["detail"] == "There is nothing at /rest/v1/nothing.")
        #expect(response.json?["status"] == 404)
      }
    }
  }
}
