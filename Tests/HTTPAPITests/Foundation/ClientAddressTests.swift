import Core
import Egress
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@Suite struct ClientAddressTests {
  private static let proxies = ["10.0.0.0/8", "::1"].compactMap { AllowedAddress($0) }

  private func client(_ header: ForwardedHeader, _ value: String?, peer: String) -> String? {
    var headers = HTTPFields()
    headers[header.name] = value
    return ClientAddress(proxies: Self.proxies, header: header).of(headers, peer: peer)
  }

  @Test(arguments: [
    ("203.0.113.9", "203.0.113.9"), ("1.2.3.4, 203.0.113.9", "203.0.113.9"),
    ("1.2.3.4, 203.0.113.9, 10.1.1.1", "203.0.113.9"), ("10.1.1.1", "10.1.1.1"), ("203.0.113.9:4711", "203.0.113.9"),
    ("[2001:db8::1]:4711", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"), ("::ffff:203.0.113.9", "203.0.113.9"),
    ("1.2.3.4, nonsense", "10.0.0.1"), ("", "10.0.0.1"), ("1.2.3.4,", "10.0.0.1"),
  ])
  func theLastAddressThatIsNoProxysIsTheClient(value: String, expected: String) {
    #expect(client(.xForwardedFor, value, peer: "10.0.0.1") == expected)
  }

  @Test(arguments: [
    ("for=203.0.113.9", "203.0.113.9"), ("For=\"[2001:db8:cafe::17]:4711\";proto=https", "2001:db8:cafe::17"),
    ("for=1.2.3.4, for=203.0.113.9;by=10.0.0.1", "203.0.113.9"), ("for=1.2.3.4, for=unknown", "10.0.0.1"),
    ("for=1.2.3.4, for=_hidden", "10.0.0.1"), ("for=1.2.3.4, proto=https", "10.0.0.1"),
    ("for=\"1.2.3.4, for=5.6.7.8", "10.0.0.1"),
  ])
  func theStandardsHeaderIsReadInTheSameWay(value: String, expected: String) {
    #expect(client(.forwarded, value, peer: "10.0.0.1") == expected)
  }

  @Test func nobodyElseIsBelieved() {
    #expect(client(.xForwardedFor, "203.0.113.9", peer: "198.51.100.1") == "198.51.100.1")
    #expect(client(.forwarded, "for=203.0.113.9", peer: "198.51.100.1") == "198.51.100.1")
  }

  /// A proxy that writes one of the headers hands the other one on as it came.
  @Test func theHeaderThatTheProxyDoesNotWriteIsNotRead() {
    let headers: HTTPFields = [ForwardedHeader.forwarded.name: "for=1.2.3.4"]
    #expect(ClientAddress(proxies: Self.proxies).of(headers, peer: "10.0.0.1") == "10.0.0.1")
  }

  @Test func anUnknownProxyObscuresWhoAsks() {
    let headers: HTTPFields = [ForwardedHeader.xForwardedFor.name: "1.2.3.4"]
    #expect(ClientAddress().isObscured(headers, peer: "127.0.0.1"))
    #expect(!ClientAddress().isObscured([:], peer: "127.0.0.1"))
    #expect(!ClientAddress(proxies: Self.proxies).isObscured(headers, peer: "10.0.0.1"))
  }

  @Test(arguments: [(["127.0.0.0/8", "::1"], "203.0.113.9"), ([], "127.0.0.1")])
  func handlersSeeTheClient(proxies: [String], expected: String) async throws {
    var settings = APISettings.test()
    settings.clientAddress = ClientAddress(proxies: proxies.compactMap { AllowedAddress($0) })
    let echo = TestEndpoints.endpoint(.get, "/echo") { _, context in .json(JSONValue(context.remoteAddress)) }
    let application = Application(
      responder: try APIResponder([TestEndpoints(endpoints: [echo])], settings: settings),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)))
    try await application.test(.live) { client in
      try await client.execute(
        uri: "/echo", method: .get, headers: [ForwardedHeader.xForwardedFor.name: "1.2.3.4, 203.0.113.9"]
      ) { #expect($0.json == .string(expected)) }
    }
  }
}
