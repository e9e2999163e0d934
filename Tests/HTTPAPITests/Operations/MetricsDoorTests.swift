import Core
import Egress
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct MetricsDoorTests {
  private func status(
    _ door: MetricsDoor, _ headers: HTTPFields = [:], isLive: Bool = false
  ) async throws -> HTTPResponse.Status {
    let health = HealthEndpoints(checks: [], registry: PrometheusRegistry(), effects: .test(), door: door)
    let application = Application(
      responder: try APIResponder([health], settings: .test()),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)))
    return try await application.test(isLive ? .live : .router) { client in
      try await client.execute(uri: "/metrics", method: .get, headers: headers).status
    }
  }

  @Test func thisMachineReadsThem() async throws {
    #expect(try await status(.loopback, isLive: true) == .ok)
  }

  @Test func anAddressThatIsNotListedDoesNot() async throws {
    let door = MetricsDoor(addresses: ["10.0.0.0/8"].compactMap { AllowedAddress($0) })
    #expect(try await status(door, isLive: true) == .forbidden)
  }

  /// Behind a proxy on the same machine everybody comes from this machine.
  @Test func whoeverComesThroughAnUnknownProxyDoesNot() async throws {
    for header in ForwardedHeader.allCases {
      #expect(try await status(.loopback, [header.name: "127.0.0.1"], isLive: true) == .forbidden)
    }
  }

  @Test(arguments: [
    ("Bearer planted-token", HTTPResponse.Status.ok), ("bearer planted-token", .ok), ("Bearer planted", .unauthorized),
    ("Basic planted-token", .unauthorized), ("", .unauthorized),
  ])
  func theTokenLetsOthersIn(header: String, expected: HTTPResponse.Status) async throws {
    let door = MetricsDoor(addresses: [], token: Secret("planted-token"))
    #expect(try await status(door, [.authorization: header]) == expected)
  }
}
