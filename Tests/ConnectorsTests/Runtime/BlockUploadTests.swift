import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite("Uploads block by block, over a real socket")
struct BlockUploadTests {
  private static let actions = """
      upload:
        title: Upload
        group: Files
        description: Uploads a file.
        upload:
          file: ${input.file}
          blockSize: 1KB
          start: {method: POST, path: /sessions, body: {json: {name: "${input.name}"}}}
          block:
            method: PUT
            url: ${upload.headers.location}
            headers: {Content-Range: "${block.range}", Content-MD5: "${block.md5}"}
          continues: [308]
          resume: {method: PUT, url: "${upload.headers.location}", headers: {Content-Range: "bytes */${block.total}"}, receivedHeader: Range}
        input:
          properties: {file: {type: object, format: file}, name: {type: string}}
          required: [file, name]
        output: {select: file}
      parts:
        title: Upload in parts
        group: Files
        description: Uploads a file in numbered parts.
        upload:
          file: ${input.file}
          blockSize: 1KB
          start: {method: POST, path: /multi}
          block: {method: POST, path: "/multi/${upload.id}/${block.number}"}
          part: content
          collects: etag
          finish: {method: POST, path: "/multi/${upload.id}/done", body: {json: {parts: "${upload.parts}"}}}
        input:
          properties: {file: {type: object, format: file}}
          required: [file]
    """

  /// Takes what is sent, and refuses the block with this number once.
  private final class Store: Sendable {
    let bytes = Mutex<[UInt8]>([])
    let stumbles = Mutex<Int?>(nil)

    func answer(_ asked: LoopbackService.Asked, _ endpoint: String) -> LoopbackService.Answer {
      if asked.path == "/sessions" {
        var headers: HTTPFields = [:]
        headers[.testName("Location")] = "\(endpoint)/session/1"
        return LoopbackService.Answer(headers: headers)
      }
      if asked.path == "/multi" { return .json(["id": "m1"]) }
      if asked.path.hasSuffix("/done") { return .json(["made": asked.json]) }
      if asked.path.hasPrefix("/multi/") { return .json(["etag": .string("e\(asked.path.suffix(1))")]) }
      let range = asked.header("Content-Range") ?? ""
      let total = Int(range.split(separator: "/").last ?? "") ?? 0
      return bytes.withLock { bytes in
        if !range.hasPrefix("bytes */") {
          let first = Int(range.dropFirst(6).prefix { $0.isNumber }) ?? -1
          guard first == bytes.count else { return LoopbackService.Answer(status: 416) }
          bytes += asked.body
          let isStumbling = stumbles.withLock { stumbles in
            defer { if stumbles == first { stumbles = nil } }
            return stumbles == first
          }
          if isStumbling { return LoopbackService.Answer(status: 400) }
        }
        if bytes.count == total { return .json(["file": ["id": "f1", "size": JSONValue(total)]]) }
        var headers: HTTPFields = [:]
        if !bytes.isEmpty { headers[.range] = "bytes=0-\(bytes.count - 1)" }
        return LoopbackService.Answer(status: 308, headers: headers)
      }
    }
  }

  private func bench(_ endpoint: String, _ outbound: Outbound, _ file: MemoryFile) throws -> TestBench {
    try TestBench(
      outbound: outbound, connectors: try PeerConnector.catalogue(Self.actions), connector: "peerConnector-v1.0",
      endpoint: endpoint, files: ["test": file])
  }

  @Test("what arrives is the file", arguments: [0, 1, 1024, 1025, 5000])
  func whole(size: Int) async throws {
    let file = MemoryFile(bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 * 7) })
    let store = Store()
    let service = LoopbackService(store.answer)
    try await service.run { endpoint, outbound in
      let output = try await bench(endpoint, outbound, file).run(
        "peerConnector-v1.0/upload", ["file": file.handle, "name": "a"])
      #expect(output["size"] == JSONValue(size))
    }
    #expect(store.bytes.withLock { $0 } == file.bytes)
    #expect(service.asked.count == 1 + max(1, (size + 1023) / 1024))
  }

  @Test func aLaterTryGoesOnWhereTheFirstStopped() async throws {
    let file = MemoryFile(bytes: (0..<5000).map { UInt8(truncatingIfNeeded: $0) })
    let store = Store()
    // The third block arrives, but its answer is a failure: nobody here knows that it arrived.
    store.stumbles.withLock { $0 = 2048 }
    let service = LoopbackService(store.answer)
    let memory = MemoryCheckpoint()
    try await service.run { endpoint, outbound in
      let input: JSONValue = ["file": file.handle, "name": "a"]
      await #expect(throws: ActionError.self) {
        _ = try await bench(endpoint, outbound, file).run(
          "peerConnector-v1.0/upload", input, checkpoint: memory.checkpoint)
      }
      let output = try await bench(endpoint, outbound, file).run(
        "peerConnector-v1.0/upload", input, checkpoint: memory.checkpoint)
      #expect(output["id"] == "f1")
    }
    #expect(store.bytes.withLock { $0 } == file.bytes)
    // Start, three blocks, the question what arrived, the two that were missing.
    #expect(service.asked.map(\.path).count == 7)
    #expect(service.asked.filter { $0.path == "/sessions" }.count == 1)
  }

  @Test func whatThePartsAnsweredIsHandedToTheEnd() async throws {
    let file = MemoryFile(bytes: Array(repeating: 9, count: 2500))
    let service = LoopbackService(Store().answer)
    try await service.run { endpoint, outbound in
      let output = try await bench(endpoint, outbound, file).run("peerConnector-v1.0/parts", ["file": file.handle])
      #expect(output["made"]?["parts"] == ["e1", "e2", "e3"])
    }
    let sent = try #require(service.asked.first { $0.path == "/multi/m1/3" })
    #expect(sent.header("Content-Type")?.hasPrefix("multipart/form-data; boundary=") == true)
    #expect(sent.text.contains("name=\"content\""))
  }
}
