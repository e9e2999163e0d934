import Connectors
import Core
import Egress
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Over a real socket")
struct LoopbackTests {
  private static let category: JSONValue = "9f21c3aa-7f34-44c2-86cb-27548c113bec"

  private func file(_ size: Int) -> MemoryFile {
    var generator = SeededGenerator(seed: 11)
    return MemoryFile(bytes: generator.bytes(size))
  }

  @Test func anUploadInBlocksArrivesWhole() async throws {
    let simulator = MediaValetSimulator()
    let file = file(20_500)
    try await LoopbackPeer.with(simulator) { endpoint, outbound in
      let bench = try TestBench(outbound: outbound, endpoint: endpoint, files: ["test": file])
      let output = try await bench.run("uploadAsset", ["file": file.handle, "categories": [Self.category]])
      #expect(output["isVerified"] == true)
    }
    #expect(simulator.assets.count == 1)
    #expect(simulator.assets.first?.value.bytes == file.bytes)
  }

  @Test func aPeerThatFallsSilentIsGivenUpAndTheNextTryGoesOn() async throws {
    let simulator = MediaValetSimulator()
    let file = file(12_500)
    let isSilent = Mutex(true)
    let memory = MemoryCheckpoint()
    let input: JSONValue = ["file": file.handle, "categories": [Self.category]]
    try await LoopbackPeer.with(
      simulator,
      slowness: { request in
        isSilent.withLock { $0 } && request.query["comp"] == "blocklist" ? .seconds(600) : nil
      },
      { endpoint, outbound in
        let impatient = Outbound { request in
          var request = request
          request.timeout = .milliseconds(300)
          return try await outbound.send(request)
        }
        let bench = try TestBench(outbound: impatient, endpoint: endpoint, files: ["test": file])
        await #expect {
          _ = try await bench.run("uploadAsset", input, checkpoint: memory.checkpoint)
        } throws: { error in (error as? ActionError)?.retry == .backOff }
        isSilent.withLock { $0 = false }
        let second = try TestBench(outbound: outbound, endpoint: endpoint, files: ["test": file])
        _ = try await second.run("uploadAsset", input, checkpoint: memory.checkpoint)
      })
    #expect(simulator.assets.count == 1)
    #expect(simulator.assets.first?.value.bytes == file.bytes)
  }
}
