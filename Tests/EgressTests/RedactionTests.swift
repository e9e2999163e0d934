import Egress
import HTTPTypes
import Testing

@Suite struct RedactionTests {
  @Test(arguments: [
    ("https://a.example/x?sig=planted&se=2026", "https://a.example/x?sig=•••&se=2026"),
    ("https://a.example/x?X-Amz-Signature=planted", "https://a.example/x?X-Amz-Signature=•••"),
    ("https://a.example/x?ACCESS_TOKEN=planted&page=2", "https://a.example/x?ACCESS_TOKEN=•••&page=2"),
    ("https://a.example/x?%73ig=planted", "https://a.example/x?%73ig=•••"),
    ("https://user:planted@a.example/x", "https://a.example/x"),
    ("https://user:pl@nted@a.example/x?code=planted#planted", "https://a.example/x?code=•••"),
    ("https://a.example/x", "https://a.example/x"),
    ("https://a.example?page", "https://a.example?page"),
  ])
  func secretsLeaveURLs(url: String, expected: String) {
    #expect(Redaction.url(url) == expected)
  }

  @Test func secretHeadersAreMasked() {
    let masked = Redaction.headers([.authorization: "Bearer planted", .cookie: "planted", .accept: "text/plain"])
    #expect(masked.map(\.value) == ["•••", "•••", "text/plain"])
  }
}
