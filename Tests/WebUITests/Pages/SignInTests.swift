import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct SignInTests {
  @Test func whoeverIsNotSignedInComesBackAfterwards() async throws {
    try await PagesHouse.open { house in
      let answer = try await house.client.execute(uri: "/app/library?search=a%20b&page=2", method: .get)
      #expect(answer.status == .seeOther)
      let address = try #require(answer.headers[.location])
      #expect(address == "/app/sign-in?returnTo=/app/library%3Fsearch%3Da%2520b%26page%3D2")
      let page = try await house.client.execute(uri: address, method: .get)
      #expect(page.status == .ok)
      #expect(page.html.contains(#"name="returnTo" value="/app/library?search=a%20b&amp;page=2""#))
    }
  }

  /// The whole way with a token that stood on the page: the frame must not hide the page's own.
  @Test func thePagesOwnFormSignsIn() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let page = try await browser.get("/app/library")
      #expect(page.status == .ok)
      #expect(page.html.contains("The library is empty"))
    }
  }

  @Test func aWrongPasswordIsSaidAndTheNameIsKept() async throws {
    try await PagesHouse.open { house in
      let page = try await house.client.execute(uri: "/app/sign-in", method: .get)
      let form = [
        "userName": "<admin>", "password": "swordfish", "csrf": try #require(page.csrf), "returnTo": "/app/flows",
      ]
      let answer = try await house.client.post("/app/sign-in", form, cookie: try #require(page.cookies.first))
      #expect(answer.status == .unauthorized)
      #expect(answer.html.contains(#"role="alert""#))
      #expect(answer.html.contains(#"value="&lt;admin&gt;""#))
      #expect(answer.html.contains(#"value="/app/flows""#))
      #expect(!answer.html.contains("swordfish"))
    }
  }

  @Test func theStrictPolicyHoldsOnEveryPage() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      for path in PageWalkTests.paths {
        let policy = try #require(try await browser.get(path).headers[.contentSecurityPolicy], "\(path)")
        #expect(policy.contains("default-src 'none'"), "\(path)")
        #expect(!policy.contains("unsafe"), "\(path)")
      }
    }
  }
}
