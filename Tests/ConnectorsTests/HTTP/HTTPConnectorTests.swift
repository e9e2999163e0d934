import Connectors
import Core
import Crypto
import Egress
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite("Any HTTP request, over a real socket")
struct HTTPConnectorTests {
  private func run(
    _ service: LoopbackService, _ input: @escaping @Sendable (String) -> JSONValue, files: [String: MemoryFile] = [:],
    endpoint path: String = ""
  ) async throws -> JSONValue {
    try await service.run { endpoint, outbound in
      let kept = AnswerStore { bytes, name, mime, _ in
        let all = try await bytes.collect(upTo: 1 << 20)
        return MediaFileHandle(
          name: name, size: Int64(all.count), mime: mime, origin: .connection("kept", locator: name))
      }
      let bench = try TestBench(
        outbound: outbound, connector: "httpConnector-v1.0", endpoint: endpoint + path, files: files,
        coded: HTTPConnector.actions, answers: kept)
      return try await bench.run("httpConnector-v1.0/request", input(endpoint))
    }
  }

  @Test func aPathIsAddedToTheEndpointAndCredentialsAreSent() async throws {
    let service = LoopbackService { _, _ in .json(["ok": true], headers: [.contentType: "application/json"]) }
    let output = try await run(
      service,
      { _ in ["url": "/items", "query": ["q": "a b", "tag": ["x", "y"]], "headers": ["X-One": "1"]] }, endpoint: "/v1")
    #expect(output["status"] == 200 && output["body"] == ["ok": true])
    let asked = try #require(service.asked.first)
    #expect(asked.path == "/v1/items" && asked.query == ["q": "a%20b", "tag": "x,y"] || asked.query["q"] == "a b")
    #expect(asked.header("Authorization") == "Bearer good" && asked.header("X-One") == "1")
  }

  @Test func credentialsNeverGoToAnotherHost() async throws {
    let service = LoopbackService { asked, endpoint in
      guard asked.path == "/start" else { return .json([:]) }
      var headers: HTTPFields = [:]
      headers[.location] = endpoint.replacing("127.0.0.1", with: "localhost") + "/end"
      return LoopbackService.Answer(status: 302, headers: headers)
    }
    _ = try await run(service, { _ in ["url": "/start"] })
    #expect(service.asked.map(\.path) == ["/start", "/end"])
    #expect(service.asked.map { $0.header("Authorization") } == ["Bearer good", nil])
    let direct = LoopbackService { _, _ in .json([:]) }
    _ = try await run(direct, { ["url": .string($0 + "/x")] }, endpoint: "")
    #expect(direct.asked.first?.header("Authorization") == "Bearer good")
    let peer = ScriptedPeer([.answer(302, .null, [.location: "https://other.test/x"]), .answer(200, [:])])
    let bench = try TestBench(outbound: peer.outbound, connector: "httpConnector-v1.0", coded: HTTPConnector.actions)
    _ = try await bench.run(
      "httpConnector-v1.0/request", ["url": "/a", "headers": ["Authorization": "mine", "X-Kept": "1"]])
    #expect(peer.asked.map(\.request.headers[.authorization]) == ["Bearer good", nil])
    #expect(peer.asked.last?.request.headers[.testName("X-Kept")] == "1")
  }

  @Test func bodiesOfEveryKind() async throws {
    let file = MemoryFile(bytes: Array("picture".utf8))
    let service = LoopbackService { _, _ in LoopbackService.Answer(status: 204) }
    let bodies: [JSONValue] = [
      ["body": "json", "json": ["a": [1, nil]]], ["body": "text", "text": "hé"],
      ["body": "form", "fields": ["a": "x y", "b": [1, 2]]], ["body": "file", "file": file.handle],
      ["body": "multipart", "fields": ["note": "n", "file": file.handle]],
    ]
    for body in bodies {
      let input = JSONObject((body.objectValue ?? [:]).map { ($0, $1) } + [("url", "/x"), ("method", "PUT")])
      _ = try await run(service, { _ in .object(input) }, files: ["test": file])
    }
    #expect(service.asked[0].json == ["a": [1, nil]])
    #expect(service.asked[1].text == "hé")
    #expect(service.asked[2].text == "a=x%20y&b=1&b=2")
    #expect(service.asked[3].text == "picture" && service.asked[3].header("Content-Type") == "image/jpeg")
    #expect(service.asked[4].text.contains("filename=\"harbour.jpg\"") && service.asked[4].text.contains("picture"))
  }

  @Test func anAnswerThatIsNoTextBecomesAFile() async throws {
    let service = LoopbackService { _, _ in
      LoopbackService.Answer(
        headers: [.contentType: "image/png", .testName("Content-Disposition"): "attachment; filename=\"../a.png\""],
        body: Array(repeating: 7, count: 70_000))
    }
    let output = try await run(service, { _ in ["url": "/x"] })
    #expect(output["file"]?["$file"]?["name"] == "a.png")
    #expect(output["file"]?["$file"]?["size"] == 70_000)
  }

  @Test(
    "a name that a service sends leads into no folder",
    arguments: ["filename*=UTF-8''..%2F%CC%81a.png", "filename*=UTF-8''x%5C%EF%B8%8F..%2F%CC%81a.png"])
  func nameOfAnAnswer(_ told: String) async throws {
    let service = LoopbackService { _, _ in
      LoopbackService.Answer(
        headers: [.contentType: "image/png", .testName("Content-Disposition"): "attachment; " + told], body: [7])
    }
    let output = try await run(service, { _ in ["url": "/x", "response": "file"] })
    #expect(output["file"]?["$file"]?["name"] == "\u{301}a.png")
  }

  @Test func onlyWhatDoesNoHarmIsSentAgain() async throws {
    let service = LoopbackService { _, _ in .json(["message": "broken"], status: 500) }
    await #expect { _ = try await run(service, { _ in ["url": "/x", "method": "POST"] }) } throws: { error in
      (error as? ActionError)?.message == "The service answers with status 500: broken."
    }
    #expect(service.asked.count == 1)
    _ = try? await run(service, { _ in ["url": "/x", "method": "POST", "mayRepeat": true] })
    #expect(service.asked.count == 6)
    let output = try await run(service, { _ in ["url": "/x", "anyStatus": true, "response": "json"] })
    #expect(output["status"] == 500)
  }

  @Test func aWebhookIsSignedAndKeepsItsID() async throws {
    let service = LoopbackService { _, _ in LoopbackService.Answer(status: 204) }
    try await service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connector: "webhookConnector-v1.0", endpoint: endpoint, coded: WebhookConnector.actions)
      for style in ["standard", "github", "stripe"] {
        let input: JSONValue = ["event": "asset.approved", "data": ["id": 1], "signature": .string(style)]
        _ = try await bench.run("webhookConnector-v1.0/send", input)
      }
    }
    let (standard, github) = (service.asked[0], service.asked[1])
    let id = try #require(standard.header("webhook-id"))
    let time = try #require(standard.header("webhook-timestamp"))
    let key = SymmetricKey(data: Array("good".utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(time).".utf8) + standard.body, using: key)
    #expect(standard.header("webhook-signature") == "v1," + Data(code).base64EncodedString())
    #expect(standard.json["type"] == "asset.approved" && standard.json["id"] == .string(id))
    #expect(github.json["id"] == .string(id))
    #expect(github.header("X-Hub-Signature-256")?.hasPrefix("sha256=") == true)
    #expect(service.asked[2].header("Stripe-Signature")?.hasPrefix("t=") == true)
    #expect(service.asked.allSatisfy { $0.header("Authorization") == nil })
  }
}
