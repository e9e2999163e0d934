import Core
import Egress
import HTTPTypes
import Synchronization

/// A peer that answers what a test wrote down, in order, and remembers what it was asked.
final class ScriptedPeer: Sendable {
  enum Line: Sendable {
    case answer(Int, JSONValue, HTTPFields = [:])
    case text(Int, String, HTTPFields = [:])
    case fails(OutboundError)
  }

  struct Asked: Sendable {
    let request: OutboundRequest
    let body: [UInt8]
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
  }

  private let state: Mutex<(lines: [Line], asked: [Asked])>

  init(_ lines: [Line]) {
    state = Mutex((lines, []))
  }

  var asked: [Asked] { state.withLock(\.asked) }

  var outbound: Outbound {
    Outbound { request in
      let body: [UInt8] =
        switch request.body {
        case .none: []
        case .bytes(let bytes): bytes
        case .stream(let stream): try await stream.collect(upTo: 1 << 20)
        }
      let line = self.state.withLock { state in
        state.asked.append(Asked(request: request, body: body))
        return state.lines.count > 1 ? state.lines.removeFirst() : state.lines[0]
      }
      switch line {
      case .answer(let status, let json, let headers):
        return OutboundResponse(status: status, headers: headers, body: ByteStream(json == .null ? [] : json.encoded()))
      case .text(let status, let text, let headers):
        return OutboundResponse(status: status, headers: headers, body: ByteStream(Array(text.utf8)))
      case .fails(let error): throw error
      }
    }
  }
}
