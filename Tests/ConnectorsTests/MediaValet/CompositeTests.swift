import Connectors
import Core
import Foundation
import Testing

@Suite("MediaValet actions that are made of several calls")
struct CompositeTests {
  private static let assets = (0..<12).map { "151b33b1-4c30-4968-bbd1-525ad81200\($0 < 10 ? "0\($0)" : "\($0)")" }

  private func envelope(_ payload: JSONValue) -> JSONValue { ["errors": [], "payload": payload] }

  @Test func manyAssetsAreChangedAndWhatFailsIsTold() async throws {
    let service = LoopbackService { asked, _ in
      asked.path.hasSuffix("07")
        ? .json(["message": "no such asset"], status: 404) : .json(["errors": [], "payload": ["id": "x"]])
    }
    let memory = MemoryCheckpoint()
    let items = JSONValue.array(
      Self.assets.map { ["assetId": .string($0), "title": "T", "addKeywords": ["k"]] })
    let output = try await service.run { endpoint, outbound in
      try await TestBench(outbound: outbound, endpoint: endpoint).run(
        "bulkUpdate", ["items": items], checkpoint: memory.checkpoint)
    }
    #expect(output["succeeded"]?.arrayValue?.count == 11)
    #expect(output["failed"]?[0]?["index"] == 7)
    #expect(output["failed"]?[0]?["code"] == "service_not_found")
    #expect(output["isComplete"] == false)
    // The one that failed got no keywords.
    #expect(service.asked.count == 12 + 11)
    #expect(memory.value?["done"]?.arrayValue?.count == 11)
  }

  @Test func aRetryLeavesOutWhatIsDone() async throws {
    let service = LoopbackService { _, _ in .json(["errors": [], "payload": ["id": "x"]]) }
    let memory = MemoryCheckpoint()
    try await memory.checkpoint.save(["done": [0, 1]])
    let items = JSONValue.array(Self.assets.prefix(3).map { ["assetId": .string($0), "title": "T"] })
    let output = try await service.run { endpoint, outbound in
      try await TestBench(outbound: outbound, endpoint: endpoint).run(
        "bulkUpdate", ["items": items], checkpoint: memory.checkpoint)
    }
    #expect(service.asked.count == 1)
    #expect(output["isComplete"] == true && output["succeeded"]?.arrayValue?.count == 3)
  }

  @Test func aNewVersionIsCheckedInAndAKilledOneGoesOn() async throws {
    let file = MemoryFile(bytes: Array(repeating: 5, count: 2500))
    let asset = Self.assets[0]
    let service = LoopbackService { asked, endpoint in
      switch (asked.method, asked.path) {
      case ("GET", "/assets/\(asset)"): return .json(["errors": [], "payload": ["id": .string(asset), "status": 2]])
      case ("GET", "/assetCheckIn/\(asset)"):
        return .json([
          "errors": [], "payload": ["uploadUrl": .string("\(endpoint)/blob?sig=1"), "uploadFileName": "n.bin"],
        ])
      case (_, "/blob"): return LoopbackService.Answer(status: 201)
      default: return .json(["errors": [], "payload": ["id": .string(asset)]], status: 202)
      }
    }
    let memory = MemoryCheckpoint()
    let input: JSONValue = ["assetId": .string(asset), "file": file.handle, "comment": "sharper"]
    try await service.run { endpoint, outbound in
      let bench = try TestBench(outbound: outbound, endpoint: endpoint, files: ["test": file])
      _ = try await bench.run("checkInVersion", input, checkpoint: memory.checkpoint)
      // Killed before its answer was kept: the next try checks in again, and neither checks out nor sends.
      _ = try await bench.run("checkInVersion", input, checkpoint: memory.checkpoint)
    }
    let calls = service.asked.filter { $0.path != "/blob" }.map { "\($0.method) \($0.path)" }
    #expect(
      calls == [
        "GET /assets/\(asset)", "POST /assets/\(asset)/checkOut", "GET /assetCheckIn/\(asset)",
        "PUT /assetCheckIn/\(asset)", "PUT /assetCheckIn/\(asset)",
      ])
    let sent = try #require(service.asked.last { $0.path.hasPrefix("/assetCheckIn") }).json
    #expect(sent["uploadFilename"] == "n.bin" && sent["fileSizeInBytes"] == 2500 && sent["status"] == 2)
    #expect(sent["comment"] == "sharper")
    #expect(service.asked.filter { $0.path == "/blob" }.allSatisfy { $0.header("Authorization") == nil })
  }

  @Test func severalRequestsTravelAsOne() async throws {
    let service = LoopbackService { asked, _ in
      let parts = ["{\"payload\":{\"a\":1}}", "{\"payload\":null}"].map { json in
        "--b-1\r\nContent-Type: application/http; msgtype=response\r\n\r\nHTTP/1.1 \(json.contains("null") ? 404 : 202) X\r\n"
          + "Content-Type: application/json; charset=utf-8\r\n\r\n\(json)\r\n"
      }
      return LoopbackService.Answer(body: Array((parts.joined() + "--b-1--\r\n").utf8))
    }
    let output = try await service.run { endpoint, outbound in
      try await TestBench(outbound: outbound, endpoint: endpoint).run(
        "runBulkRequest",
        ["requests": [["path": "/assets/1/keywords", "method": "POST", "body": ["ü"]], ["path": "/assets/2"]]])
    }
    #expect(output[0] == ["status": 202, "isSuccess": true, "payload": ["a": 1]])
    #expect(output[1]?["status"] == 404)
    let asked = try #require(service.asked.first)
    #expect(
      asked.text.contains("POST /assets/1/keywords HTTP/1.1\r\nhost: 127.0.0.1\r\nAuthorization: Bearer good\r\n"))
  }
}
