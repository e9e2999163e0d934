import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import NIOCore
import Synchronization

/// A server that hands out one file by ranges and takes another in blocks, and counts what goes through its hands.
final class TransferPeer: Sendable {
  struct State {
    var content: [UInt8] = []
    var tag = "\"1\""
    var knowsRanges = true
    /// How many bytes an answer has at most; `nil` for all.
    var shortest: Int?
    /// What is said about the size, where that isn't the truth.
    var lie: Int64?
    var blocks: [String: [UInt8]] = [:]
    var stored: [UInt8]?
    /// Bytes that came, block by block, also those of blocks that weren't kept.
    var received: [String: Int] = [:]
    /// Answers to give before the next block is taken.
    var refusals: [(status: Int, headers: HTTPFields)] = []
    var reads = 0
  }

  private let state = Mutex(State())

  init(_ content: [UInt8]) {
    state.withLock { $0.content = content }
  }

  func change(_ body: (inout State) -> Void) {
    state.withLock { body(&$0) }
  }

  var now: State { state.withLock { $0 } }

  var outbound: Outbound {
    Outbound { request in
      request.method == .get ? try self.read(request) : try await self.write(request)
    }
  }

  private func read(_ request: OutboundRequest) throws -> OutboundResponse {
    state.withLock { state in
      state.reads += 1
      let all = state.content
      guard let range = request.headers[.range], state.knowsRanges else {
        return OutboundResponse(status: 200, headers: [.eTag: state.tag], body: ByteStream(all))
      }
      let words = range.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
      let start = Int(words[0]) ?? 0
      let end = min(Int(words[1]).map { $0 + 1 } ?? all.count, all.count)
      guard start < all.count else {
        return OutboundResponse(status: 416, headers: [.contentRange: "bytes */\(all.count)"])
      }
      let piece = Array(all[start..<end].prefix(state.shortest ?? .max))
      let total = state.lie ?? Int64(all.count)
      return OutboundResponse(
        status: 206, headers: [.eTag: state.tag, .contentRange: "bytes \(start)-\(end - 1)/\(total)"],
        body: ByteStream(piece))
    }
  }

  private func write(_ request: OutboundRequest) async throws -> OutboundResponse {
    let query = URLComponents(string: request.url)?.queryItems ?? []
    let id = query.first { $0.name == "blockid" }?.value ?? ""
    var bytes: [UInt8] = []
    if case .stream(let stream) = request.body {
      for try await chunk in stream {
        bytes += chunk.readableBytesView
        state.withLock { $0.received[id, default: 0] += chunk.readableBytes }
      }
    }
    return state.withLock { state in
      if !state.refusals.isEmpty {
        let refusal = state.refusals.removeFirst()
        return OutboundResponse(status: refusal.status, headers: refusal.headers)
      }
      switch query.first(where: { $0.name == "comp" })?.value {
      case "block": state.blocks[id] = bytes
      case "blocklist":
        let ids = String(decoding: bytes, as: UTF8.self).split(separator: "<Latest>").dropFirst().map {
          String($0.prefix { $0 != "<" })
        }
        guard ids.allSatisfy({ state.blocks[$0] != nil }) else { return OutboundResponse(status: 400) }
        state.stored = ids.flatMap { state.blocks[$0] ?? [] }
      default: state.stored = bytes
      }
      return OutboundResponse(status: 201, headers: [.eTag: "\"stored\""])
    }
  }
}

extension OpenFile {
  /// The peer's file as flows see it.
  static func at(_ peer: TransferPeer, size: Int64? = nil) async throws -> OpenFile {
    try await AddressFileSource(outbound: peer.outbound).open(
      MediaFileHandle(
        name: "reel.mov", size: size, origin: .connection(AddressFileSource.sourceName, locator: "https://from.test/r"))
    )
  }
}
