import Core
import Egress
import HTTPTypes
import Logging
import NIOCore
import NIOPosix
import Testing

@Suite struct FailureTests {
  private func failure(
    _ outbound: Outbound, _ request: OutboundRequest, readingBody: Bool = false
  ) async -> OutboundError? {
    do {
      let response = try await outbound.send(request)
      if readingBody { for try await _ in response.body {} }
      return nil
    } catch {
      return error as? OutboundError
    }
  }

  @Test func nobodyListeningMeansThePeerGotNothing() async throws {
    let port = try await closedPort()
    try await withOutbound { outbound in
      let error = await failure(outbound, OutboundRequest(.post, "http://127.0.0.1:\(port)/"))
      #expect(
        error
          == .unreachable(host: "127.0.0.1", reason: "it refuses the connection", mayHaveReachedPeer: false))
    }
  }

  @Test func anAnswerCutOffInTheHeadMayHaveReachedThePeer() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 O")
    } while: { server in
      try await withOutbound { outbound in
        let error = await failure(
          outbound, OutboundRequest(.post, "http://127.0.0.1:\(server.port)/", body: .bytes([1])))
        #expect(error?.code == "peer_unreachable")
        #expect(error?.mayHaveReachedPeer == true)
      }
    }
  }

  @Test func anAnswerShorterThanAnnouncedIsAnError() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    } while: { server in
      try await withOutbound { outbound in
        let error = await failure(
          outbound, OutboundRequest(.get, "http://127.0.0.1:\(server.port)/"), readingBody: true)
        #expect(error?.code == "peer_unreachable")
      }
    }
  }

  @Test func anAnswerLongerThanAnnouncedEndsWhereItSaid() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")
    } while: { server in
      try await withOutbound { outbound in
        let response = try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(try await response.text() == "abc")
      }
    }
  }

  @Test func whatIsNoHTTPIsAnError() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("220 mail.example.com ESMTP\r\n")
    } while: { server in
      try await withOutbound { outbound in
        let error = await failure(outbound, OutboundRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(error?.category == .upstream)
      }
    }
  }

  @Test func aPeerThatNeverAnswersTimesOut() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.waitForEnd()
    } while: { server in
      try await withOutbound { outbound in
        let error = await failure(
          outbound, OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", timeout: .milliseconds(200)))
        #expect(error == .timedOut(host: "127.0.0.1", mayHaveReachedPeer: true))
      }
    }
  }

  @Test func aPeerThatStopsInTheMiddleTimesOut() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart")
      try await exchange.waitForEnd()
    } while: { server in
      try await withOutbound { outbound in
        let error = await failure(
          outbound, OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", timeout: .milliseconds(300)),
          readingBody: true)
        #expect(error == .timedOut(host: "127.0.0.1", mayHaveReachedPeer: true))
      }
    }
  }

  @Test(arguments: [
    "ftp://example.com/", "https:///nohost", "not a url", "https://user:hunter2@example.com/",
    "https://[fe80::1%25eth0]/",
    "/relative", "http://example.com:99999/",
  ])
  func aStrangeAddressIsRefusedWithoutRepeatingIt(url: String) async throws {
    try await withOutbound { outbound in
      let error = await failure(outbound, OutboundRequest(.get, url))
      #expect(error?.code == "invalid_url")
      #expect(error?.mayHaveReachedPeer == false)
      #expect(error?.description.contains("hunter2") == false)
    }
  }

  @Test func aCancelledTaskGetsACancellation() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.waitForEnd()
    } while: { server in
      try await withOutbound { outbound in
        let task = Task { try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/")) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
    }
  }

  @Test func aServiceThatWasShutDownSaysSo() async throws {
    let service = try OutboundService(settings: .loopback, logger: .init(label: "test"))
    try await service.shutdown()
    await #expect(throws: OutboundError.closed) {
      try await service.outbound.send(OutboundRequest(.get, "http://127.0.0.1:1/"))
    }
  }

  /// A port that was free a moment ago.
  private func closedPort() async throws -> Int {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = channel.localAddress?.port ?? 0
    try await channel.close()
    return port
  }
}
