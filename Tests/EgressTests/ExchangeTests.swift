import Core
import Egress
import Foundation
import HTTPTypes
import NIOCore
import Synchronization
import Testing

@Suite struct ExchangeTests {
  @Test func anAnswerArrivesWithStatusHeadersAndBody() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 418 Teapot\r\nX-Answer: yes\r\nContent-Length: 5\r\n\r\nhello")
    } while: { server in
      try await withOutbound { outbound in
        let response = try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/a?b=c"))
        #expect(response.status == 418)
        #expect(response.headers[HTTPField.Name("X-Answer")!] == "yes")
        #expect(response.body.length == 5)
        #expect(try await response.text() == "hello")
        let head = try #require(server.requests.all.first)
        #expect(head.hasPrefix("GET /a?b=c HTTP/1.1"))
        #expect(head.lowercased().contains("user-agent: weir/test"))
      }
    }
  }

  @Test func aRedirectIsShownAndNotFollowed() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
    } while: { server in
      try await withOutbound { outbound in
        let response = try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(response.status == 302)
        #expect(response.headers[.location] == "/elsewhere")
        #expect(server.requests.all.count == 1)
      }
    }
  }

  @Test func aStreamIsSentWithItsLength() async throws {
    try await ScriptedServer.serving { exchange in
      let received = try await exchange.readBody(300_000)
      try await exchange.write(
        "HTTP/1.1 201 Created\r\nContent-Length: \(String(received).utf8.count)\r\n\r\n\(received)")
    } while: { server in
      try await withOutbound { outbound in
        let chunks = (0..<3).map { _ in ByteBuffer(repeating: 1, count: 100_000) }
        let stream = ByteStream(
          length: 300_000,
          AsyncStream {
            for chunk in chunks { $0.yield(chunk) }; $0.finish()
          })
        let response = try await outbound.send(
          OutboundRequest(.put, "http://127.0.0.1:\(server.port)/", body: .stream(stream)))
        #expect(try await response.text() == "300000")
        #expect(server.requests.all.first?.lowercased().contains("content-length: 300000") == true)
      }
    }
  }

  @Test func anErrorOfTheBodyComesOutAsItIs() async throws {
    struct SourceBroke: Error {}
    try await ScriptedServer.serving { exchange in
      _ = try await exchange.readBody(1 << 30)
    } while: { server in
      try await withOutbound { outbound in
        let stream = ByteStream(
          length: 10, AsyncThrowingStream<ByteBuffer, any Error> { $0.finish(throwing: SourceBroke()) })
        await #expect(throws: SourceBroke.self) {
          try await outbound.send(OutboundRequest(.put, "http://127.0.0.1:\(server.port)/", body: .stream(stream)))
        }
      }
    }
  }

  @Test func anAnnouncedAnswerThatIsTooLargeIsRefusedAtOnce() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    } while: { server in
      try await withOutbound { outbound in
        await #expect(throws: OutboundError.responseTooLarge(host: "127.0.0.1", limit: 1000)) {
          try await outbound.send(OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", responseLimit: 1000))
        }
      }
    }
  }

  @Test func anEndlessAnswerIsCutOffAtTheLimit() async throws {
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      while !Task.isCancelled {
        try await exchange.write("10000\r\n")
        try await exchange.write(bytes: 0x10000)
        try await exchange.write("\r\n")
      }
    } while: { server in
      try await withOutbound { outbound in
        let response = try await outbound.send(
          OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", responseLimit: 500_000))
        await #expect(throws: OutboundError.responseTooLarge(host: "127.0.0.1", limit: 500_000)) {
          for try await _ in response.body {}
        }
      }
    }
  }

  @Test func whatIsNotReadIsNotSent() async throws {
    let sent = Mutex(0)
    try await ScriptedServer.serving { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 30)\r\n\r\n")
      for _ in 0..<1024 {
        try await exchange.write(bytes: 1 << 20)
        sent.withLock { $0 += 1 }
      }
    } while: { server in
      try await withOutbound { outbound in
        let response = try await outbound.send(
          OutboundRequest(.get, "http://127.0.0.1:\(server.port)/", responseLimit: 2 << 30))
        var taken = 0
        for try await chunk in response.body {
          taken += chunk.readableBytes
          if taken > 64 << 20 { break }
        }
        // What is under way in sockets and buffers is a few megabytes; 64 more would mean nobody holds back.
        #expect(sent.withLock { $0 } < 128)
      }
    }
  }
}
