import Testing

@testable import Identity

@Suite struct RedirectURITests {
  @Test(arguments: [
    "https://client.example/callback", "https://client.example:8443/a?b=c", "http://127.0.0.1:5000/cb",
    "http://localhost/cb", "http://[::1]:8080/cb", "https://client.example",
  ])
  func addressesThatCanBeProtectedAreTaken(uri: String) {
    #expect(RedirectURI.isAcceptable(uri))
  }

  @Test(arguments: [
    "", "client.example", "http://client.example/cb", "https://client.example/cb#f", "https://user:pw@client.example/",
    "https://*.client.example/", "javascript:alert(1)", "myapp://callback", "https://", "//client.example/cb",
    "https://client.example/a b", "https://client.example\\@evil.example/", "http://127.0.0.1.evil.example/cb",
    "data:text/html,x", "https://client.example/\u{0}", "https://clïent.example/",
  ])
  func allOthersAreRefused(uri: String) {
    #expect(!RedirectURI.isAcceptable(uri))
  }

  @Test func parametersAreAddedToWhateverQueryThereIs() {
    let more = [("code", "a b&c"), ("state", "é+/=")]
    let query = "code=a%20b%26c&state=%C3%A9%2B%2F%3D"
    #expect(RedirectURI.adding(more, to: "https://c.example/cb") == "https://c.example/cb?\(query)")
    #expect(RedirectURI.adding(more, to: "https://c.example/cb?x=1") == "https://c.example/cb?x=1&\(query)")
    #expect(RedirectURI.adding(more, to: "https://c.example/cb?") == "https://c.example/cb?\(query)")
    #expect(RedirectURI.adding([], to: "https://c.example/cb") == "https://c.example/cb")
  }
}
