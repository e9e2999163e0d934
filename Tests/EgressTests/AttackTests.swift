import Core
import Egress
import HTTPTypes
import NIOCore
import Testing

/// Ways in which somebody who may enter an address, or a service that answers, tries to make Weir talk to what it must
/// not talk to.
@Suite struct AttackTests {
  private func answering(
    _ answer: String = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", _ body: (ScriptedServer) async throws -> Void
  ) async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write(answer)
    } while: { server in
      try await body(server)
    }
  }

  /// Every way to write loopback that some resolver or parser understands; the port is the server's.
  @Test(arguments: [
    "http://127.0.0.1.:@PORT@/", "http://localhost.:@PORT@/", "http://LOCALHOST:@PORT@/", "http://0:@PORT@/",
    "http://0.0.0.0:@PORT@/", "http://127.000.000.001:@PORT@/", "http://0x7f.0.0.1:@PORT@/",
    "http://017700000001:@PORT@/", "http://2130706433:@PORT@/", "http://127.0.1:@PORT@/", "http://[::]:@PORT@/",
    "http://[::ffff:7f00:1]:@PORT@/", "http://[0:0:0:0:0:ffff:127.0.0.1]:@PORT@/", "http://[::127.0.0.1]:@PORT@/",
    "http://[64:ff9b::7f00:1]:@PORT@/", "http://[64:ff9b:1::7f00:1]:@PORT@/", "http://[2002:7f00:1::]:@PORT@/",
    "http://[2001:0:7f00:1::1]:@PORT@/", "http://[fe80::1%25lo]:@PORT@/", "http://127。0。0。1:@PORT@/",
    "http://①②⑦.0.0.1:@PORT@/", "http://%31%32%37.0.0.1:@PORT@/", "http://127.0.0.1%2f@example.com:@PORT@/",
    "http://93.184.216.34@127.0.0.1:@PORT@/", "http://93.184.216.34\\@127.0.0.1:@PORT@/",
    "http://127.0.0.1:@PORT@\\.example.com/", "http://127.0.0.1:@PORT@#@93.184.216.34/", "//127.0.0.1:@PORT@/",
    "file:///etc/passwd", "gopher://127.0.0.1:@PORT@/", "unix:///run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/x",
    "http:///127.0.0.1:@PORT@/", "http:127.0.0.1:@PORT@/", "http://127.0.0.1:@PORT@@/", " http://127.0.0.1:@PORT@/",
  ])
  func loopbackGetsNothingHoweverItIsWritten(pattern: String) async throws {
    try await answering { server in
      try await withOutbound(OutboundSettings()) { outbound in
        let url = pattern.replacing("@PORT@", with: "\(server.port)")
        let error = await #expect(throws: OutboundError.self) {
          try await outbound.send(OutboundRequest(.get, url, headers: [.authorization: "Bearer planted"]))
        }
        #expect(error?.mayHaveReachedPeer == false)
        #expect(server.requests.all.isEmpty)
      }
    }
  }

  /// A service answers with a redirect to an internal address: it is handed back, and nobody goes there.
  @Test func aRedirectIsHandedBackAndNotFollowed() async throws {
    try await answering { secret in
      let answer =
        "HTTP/1.1 307 Moved\r\nLocation: http://localhost:\(secret.port)/latest/meta-data\r\nContent-Length: 0\r\n\r\n"
      try await answering(answer) { service in
        let rules = AddressRules(allowing: ["127.0.0.1/32", "localhost"].compactMap { AllowedAddress($0) })
        try await withOutbound(OutboundSettings(rules: rules)) { outbound in
          let response = try await outbound.send(
            OutboundRequest(
              .post, "http://127.0.0.1:\(service.port)/", headers: [.authorization: "Bearer planted"]))
          #expect(response.status == 307)
          #expect(service.requests.all.count == 1)
          #expect(secret.requests.all.isEmpty)
        }
      }
    }
  }

  /// What somebody enters can't become another request or another header.
  @Test func aLineBreakInAHeaderDoesntMakeAnother() async throws {
    try await answering { server in
      try await withOutbound { outbound in
        _ = try? await outbound.send(
          OutboundRequest(
            .get, "http://127.0.0.1:\(server.port)/", headers: [.accept: "x\r\nX-Injected: yes\r\n\r\nGET /other"]))
        #expect(!server.requests.all.contains { $0.lowercased().contains("\nx-injected") })
        #expect(server.requests.all.count <= 1)
      }
    }
  }

  @Test(arguments: [
    "http://127.0.0.1:@PORT@/a\r\nX-Injected: yes", "http://127.0.0.1:@PORT@/a b HTTP/1.1\nX-Injected: y",
  ])
  func aLineBreakInAnAddressDoesntMakeAHeader(pattern: String) async throws {
    try await answering { server in
      try await withOutbound { outbound in
        _ = try? await outbound.send(OutboundRequest(.get, pattern.replacing("@PORT@", with: "\(server.port)")))
        #expect(!server.requests.all.contains { $0.lowercased().contains("\nx-injected") })
      }
    }
  }

  /// A name that the administrator doesn't list can't use the way of one that is listed.
  @Test func aListedHostOpensNoWayForAnotherName() async throws {
    try await answering { server in
      let rules = AddressRules(allowing: ["localhost"].compactMap { AllowedAddress($0) })
      try await withOutbound(OutboundSettings(rules: rules)) { outbound in
        _ = try await outbound.send(OutboundRequest(.get, "http://localhost:\(server.port)/"))
        for host in ["127.0.0.1", "127.1", "localhost.localdomain", "[::ffff:127.0.0.1]"] {
          await #expect(throws: OutboundError.self, "\(host)") {
            try await outbound.send(OutboundRequest(.get, "http://\(host):\(server.port)/"))
          }
        }
        #expect(server.requests.all.count == 1)
      }
    }
  }

  /// An answer that never ends, and one whose head doesn't, cost what the limit says.
  @Test func anEndlessHeadEnds() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\n")
      for number in 0..<4000 { try await exchange.write("X-\(number): \(String(repeating: "a", count: 1000))\r\n") }
    } while: { server in
      try await withOutbound { outbound in
        await #expect(throws: OutboundError.self) {
          try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", timeout: .seconds(20)))
        }
      }
    }
  }

  /// Compressed, a small answer could be an enormous one: nothing is unpacked here, and what isn't asked for isn't sent.
  @Test func aPackedAnswerStaysPacked() async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"
    try await answering(answer) { server in
      try await withOutbound { outbound in
        let response = try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(try await response.text() == "abcd")
        #expect(server.requests.all.first?.lowercased().contains("accept-encoding") == false)
      }
    }
  }
}
