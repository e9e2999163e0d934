import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Testing

@Suite struct PipelineTests {
  private let protected = TestEndpoints.endpoint(.get, "/p", access: .signedIn) { _, context in
    .json(.string(context.principal?.userName ?? "nobody"))
  }

  @Test func aSaneRequestIDIsTakenOverAndAnyOtherReplaced() async throws {
    try await TestEndpoints.serve([TestEndpoints.endpoint(.get, "/a")]) { client in
      try await client.execute(uri: "/a", method: .get, headers: [.requestID: "trace-4711.b"]) { response in
        #expect(response.headers[.requestID] == "trace-4711.b")
      }
      for wrong in ["short", "with blanks inside", String(repeating: "x", count: 65)] {
        try await client.execute(uri: "/a", method: .get, headers: [.requestID: wrong]) { response in
          let made = try #require(response.headers[.requestID])
          #expect(made != wrong && made.count == 36)
        }
      }
    }
  }

  @Test func withoutProofTheAnswerIs401AndAsksForABearerToken() async throws {
    try await TestEndpoints.serve([protected]) { client in
      try await client.execute(uri: "/p", method: .get) { response in
        #expect(response.status == .unauthorized)
        #expect(response.headers[.wwwAuthenticate] == "Bearer realm=\"weir\"")
        #expect(response.json?["code"] == "not_signed_in")
      }
    }
  }

  @Test(arguments: ["Bearer good", "bearer good", "BEARER  good"])
  func theSchemeIsReadInAnyCase(header: String) async throws {
    try await TestEndpoints.serve([protected]) { client in
      try await client.execute(uri: "/p", method: .get, headers: [.authorization: header]) { response in
        #expect(response.json == "ada@example.org")
      }
    }
  }

  @Test func aBadTokenIsNamedAsInvalid() async throws {
    try await TestEndpoints.serve([protected]) { client in
      try await client.execute(uri: "/p", method: .get, headers: [.authorization: "Bearer broken"]) { response in
        #expect(response.status == .unauthorized)
        #expect(response.headers[.wwwAuthenticate]?.contains("error=\"invalid_token\"") == true)
      }
    }
  }

  @Test func aTokenWithoutTheScopeIsRefusedWithTheScopeThatIsMissing() async throws {
    try await TestEndpoints.serve([protected]) { client in
      try await client.execute(uri: "/p", method: .get, headers: [.authorization: "Bearer narrow"]) { response in
        #expect(response.status == .forbidden)
        #expect(response.headers[.wwwAuthenticate]?.contains("scope=\"api\"") == true)
      }
    }
  }

  @Test func aSessionDoesntWriteForAnotherSite() async throws {
    let write = TestEndpoints.endpoint(.post, "/p", access: .signedIn) { _, _ in .noContent }
    try await TestEndpoints.serve([write]) { client in
      let cases: [(HTTPFields, HTTPResponse.Status)] = [
        ([.secFetchSite: "same-origin"], .noContent), ([.secFetchSite: "cross-site"], .forbidden),
        ([.origin: "http://localhost"], .noContent), ([.origin: "https://evil.example"], .forbidden),
        ([.secFetchSite: "same-site"], .forbidden), ([:], .noContent),
      ]
      for (headers, status) in cases {
        var headers = headers
        headers[.cookie] = "weir_session=good"
        try await client.execute(uri: "/p", method: .post, headers: headers) { response in
          #expect(response.status == status, "\(headers)")
        }
      }
    }
  }

  @Test func anUnforeseenErrorTellsOnlyTheRequestID() async throws {
    struct Unforeseen: Error { let password = "hunter2" }
    let failing = TestEndpoints.endpoint(.get, "/f") { _, _ in throw Unforeseen() }
    try await TestEndpoints.serve([failing]) { client in
      try await client.execute(uri: "/f", method: .get) { response in
        #expect(response.status == .internalServerError)
        let requestID = try #require(response.headers[.requestID])
        #expect(response.json?["requestId"] == .string(requestID))
        #expect(!response.text.contains("hunter2") && !response.text.contains("Unforeseen"))
      }
    }
  }

  @Test func everyAnswerCarriesTheSecurityHeaders() async throws {
    let endpoints = [
      TestEndpoints.endpoint(.get, "/a"), TestEndpoints.endpoint(.get, "/blobs/b", surface: .blobs),
    ]
    try await TestEndpoints.serve(endpoints) { client in
      try await client.execute(uri: "/a", method: .get) { response in
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(response.headers[.strictTransportSecurity] != nil)
        #expect(response.headers[.cacheControl] == "no-store")
      }
      try await client.execute(uri: "/blobs/b", method: .get) { response in
        #expect(response.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
      }
    }
  }

  @Test func tooLargeABodyIsRefusedByItsLengthAndByItsBytes() async throws {
    let endpoint = TestEndpoints.endpoint(.post, "/b", bodyLimit: .bytes(10)) { request, context in
      .json(JSONValue(try await request.bytes(context).count))
    }
    try await TestEndpoints.serve([endpoint]) { client in
      try await client.execute(uri: "/b", method: .post, body: ByteBuffer(string: "0123456789")) {
        #expect($0.json == 10)
      }
      try await client.execute(uri: "/b", method: .post, body: ByteBuffer(string: "0123456789a")) { response in
        #expect(response.status == .contentTooLarge)
        #expect(response.json?["detail"] == "The body is larger than the 10 bytes allowed here.")
      }
    }
  }
}
