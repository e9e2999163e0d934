import Core
import Egress
import HTTPTypes
import Testing

@Suite struct PinningTests {
  private func answering(_ body: (ScriptedServer) async throws -> Void) async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    } while: { server in
      try await body(server)
    }
  }

  @Test(arguments: ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "[::1]"])
  func loopbackIsRefusedHoweverItIsWritten(host: String) async throws {
    try await answering { server in
      try await withOutbound(OutboundSettings()) { outbound in
        let error = await #expect(throws: OutboundError.self) {
          try await outbound.send(OutboundRequest(.get, "http://\(host):\(server.port)/"))
        }
        #expect(error?.code == "address_refused")
        #expect(error?.mayHaveReachedPeer == false)
        #expect(server.requests.all.isEmpty)
      }
    }
  }

  @Test func aNameThatChangesItsAddressAfterTheCheckGetsNoRequest() async throws {
    try await answering { server in
      // The check sees a public address; the connection then goes to loopback.
      let rebinding = HostResolver { _ in [IPAddress("93.184.216.34")].compactMap(\.self) }
      try await withOutbound(OutboundSettings(), resolver: rebinding) { outbound in
        await #expect(throws: OutboundError.addressRefused(host: "localhost", address: "127.0.0.1")) {
          try await outbound.send(
            OutboundRequest(.post, "http://localhost:\(server.port)/", headers: [.authorization: "Bearer planted"]))
        }
        #expect(server.requests.all.isEmpty)
      }
    }
  }

  @Test func oneInternalAddressAmongPublicOnesRefusesTheHost() async throws {
    let mixed = HostResolver { _ in ["93.184.216.34", "10.0.0.7"].compactMap { IPAddress($0) } }
    try await withOutbound(OutboundSettings(), resolver: mixed) { outbound in
      await #expect(throws: OutboundError.addressRefused(host: "example.com", address: "10.0.0.7")) {
        try await outbound.send(OutboundRequest(.get, "http://example.com/"))
      }
    }
  }

  @Test func aListedHostIsReachedAndNoOtherNameForItsAddressIs() async throws {
    try await answering { server in
      let rules = AddressRules(allowing: ["localhost:\(server.port)"].compactMap { AllowedAddress($0) })
      try await withOutbound(OutboundSettings(rules: rules)) { outbound in
        let response = try await outbound.send(OutboundRequest(.get, "http://localhost:\(server.port)/"))
        #expect(response.status == 200)
        await #expect(throws: OutboundError.self) {
          try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/"))
        }
        #expect(server.requests.all.count == 1)
      }
    }
  }

  @Test func aNameWithoutAddressIsUnreachable() async throws {
    try await withOutbound(OutboundSettings(), resolver: HostResolver { _ in [] }) { outbound in
      await #expect(
        throws: OutboundError.unreachable(
          host: "nowhere.example", reason: "its name has no address", mayHaveReachedPeer: false)
      ) {
        try await outbound.send(OutboundRequest(.get, "http://nowhere.example/"))
      }
    }
  }
}
