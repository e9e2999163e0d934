import Connectors
import Core
import Crypto
import Foundation
import HTTPTypes
import Testing

@Suite("News from services are proved")
struct PushHandshakeTests {
  private static let now = Date(timeIntervalSince1970: 1_793_620_800)
  private static let body = Array(#"{"list_folder":{"accounts":["a"]}}"#.utf8)

  private func code(_ text: [UInt8], _ key: String = "key") -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: Data(key.utf8))))
  }
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
  private func judge(
    _ preset: PushDefinition.Handshake, _ headers: [String: String] = [:], method: String = "POST",
    query: [String: String] = [:], body: [UInt8] = body, secret: String = "key"
  ) -> PushHandshake.Judgement {
    var fields = HTTPFields()
    for (name, value) in headers { fields[.testName(name)] = value }
    return PushHandshake(preset, secret: Secret(secret)).judge(
      PushHandshake.Request(method: method, query: query, headers: fields, body: body), now: Self.now)
  }
  private func isRefused(_ judgement: PushHandshake.Judgement) -> Bool {
    if case .refused = judgement { true } else { false }
  }

  @Test func dropboxAsksAndSigns() {
    #expect(judge(.dropbox, method: "GET", query: ["challenge": "c1"]) == .answer("c1"))
    #expect(judge(.dropbox, ["X-Dropbox-Signature": hex(code(Self.body))]) == .verified)
    #expect(isRefused(judge(.dropbox, ["X-Dropbox-Signature": hex(code(Self.body, "other"))])))
    #expect(isRefused(judge(.dropbox)))
  }

  @Test func graphRepeatsTheStateOfEveryMessage() {
    #expect(judge(.graph, query: ["validationToken": "t 1"]) == .answer("t 1"))
    let good = Array(#"{"value":[{"clientState":"key"},{"clientState":"key"}]}"#.utf8)
    let mixed = Array(#"{"value":[{"clientState":"key"},{"clientState":"x"}]}"#.utf8)
    #expect(judge(.graph, body: good) == .verified)
    #expect(isRefused(judge(.graph, body: mixed)))
    #expect(isRefused(judge(.graph, body: Array(#"{"value":[]}"#.utf8))))
    #expect(isRefused(judge(.graph, body: [0xFF])))
  }

  @Test func boxSignsWithEitherKeyAndNotForLong() {
    let stamp = Timestamp.format(Self.now.addingTimeInterval(-60))
    let good = Data(code(Self.body + Array(stamp.utf8), "k2")).base64EncodedString()
    let headers = ["BOX-DELIVERY-TIMESTAMP": stamp, "BOX-SIGNATURE-SECONDARY": good]
    #expect(judge(.box, headers, secret: "k1 k2") == .verified)
    #expect(isRefused(judge(.box, headers, secret: "k1")))
    let old = Timestamp.format(Self.now.addingTimeInterval(-601))
    let late = Data(code(Self.body + Array(old.utf8), "k1")).base64EncodedString()
    #expect(isRefused(judge(.box, ["BOX-DELIVERY-TIMESTAMP": old, "BOX-SIGNATURE-PRIMARY": late], secret: "k1")))
  }

  @Test func googleRepeatsTheTokenOfTheChannel() {
    #expect(judge(.google, ["X-Goog-Channel-Token": "key", "X-Goog-Resource-State": "change"]) == .verified)
    #expect(judge(.google, ["X-Goog-Channel-Token": "key", "X-Goog-Resource-State": "sync"]) == .answer(""))
    #expect(isRefused(judge(.google, ["X-Goog-Channel-Token": "x"])))
    #expect(isRefused(judge(.google, ["X-Goog-Channel-Token": ""], secret: "")))
  }

  @Test func metaAsksWithAWordAndSigns() {
    let query = ["hub.mode": "subscribe", "hub.verify_token": "key", "hub.challenge": "42"]
    #expect(judge(.meta, method: "GET", query: query) == .answer("42"))
    #expect(isRefused(judge(.meta, method: "GET", query: query, secret: "other")))
    #expect(judge(.meta, ["X-Hub-Signature-256": "sha256=" + hex(code(Self.body))]) == .verified)
    #expect(isRefused(judge(.meta, ["X-Hub-Signature-256": hex(code(Self.body))])))
  }

  @Test("signatures with a time", arguments: ["Slack", "Frameio"])
  func timed(service: String) {
    let preset: PushDefinition.Handshake = service == "Slack" ? .slack : .frameio
    func headers(_ body: [UInt8], age: TimeInterval) -> [String: String] {
      let stamp = String(Int64(Self.now.timeIntervalSince1970 - age))
      return [
        "X-\(service)-Request-Timestamp": stamp,
        "X-\(service)-Signature": "v0=" + hex(code(Array("v0:\(stamp):".utf8) + body)),
      ]
    }
    #expect(judge(preset, headers(Self.body, age: 10)) == .verified)
    #expect(isRefused(judge(preset, headers(Self.body, age: 301))))
    #expect(isRefused(judge(preset, headers([1], age: 10))))
    let question = Array(#"{"type":"url_verification","challenge":"c9"}"#.utf8)
    #expect(judge(preset, headers(question, age: 10), body: question) == .answer("c9"))
    #expect(isRefused(judge(preset, body: question)))
  }
}
