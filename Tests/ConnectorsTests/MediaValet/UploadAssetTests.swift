import Connectors
import Core
import Crypto
import Egress
import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@Suite("Uploading an asset")
struct UploadAssetTests {
  private static let category = "9f21c3aa-7f34-44c2-86cb-27548c113bec"

  private func input(_ file: MemoryFile) -> JSONValue {
    [
      "file": file.handle, "categories": [.string(Self.category)], "keywords": ["quay", "night"],
      "attributes": ["6f21c3aa-7f34-44c2-86cb-27548c113bec": "A quay"],
    ]
  }

  private func file(_ size: Int) -> MemoryFile {
    var generator = SeededGenerator(seed: UInt64(size))
    return MemoryFile(bytes: generator.bytes(size))
  }

  @Test(
    "ends with one asset that has every byte and all that was said", arguments: [0, 1, 999, 1000, 1001, 3500, 25_000])
  func anyFileArrivesWhole(size: Int) async throws {
    let simulator = MediaValetSimulator()
    simulator.change { $0.md5 = { Insecure.MD5.hash(data: $0).map { String(format: "%02x", $0) }.joined() } }
    let file = file(size)
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    let output = try await bench.run("uploadAsset", input(file))
    let asset = try #require(simulator.assets.first)
    #expect(simulator.assets.count == 1)
    #expect(asset.value.bytes == file.bytes)
    #expect(asset.value.title == "harbour")
    #expect(asset.value.categories == [Self.category])
    #expect(asset.value.keywords == ["quay", "night"])
    #expect(asset.value.attributes["6f21c3aa-7f34-44c2-86cb-27548c113bec"] == "A quay")
    #expect(output["id"]?.stringValue == asset.key)
    #expect(output["isVerified"] == true)
    #expect(output["md5"] == .string(Insecure.MD5.hash(data: file.bytes).map { String(format: "%02x", $0) }.joined()))
  }

  @Test func credentialsNeverGoToTheStorage() async throws {
    let simulator = MediaValetSimulator()
    let file = file(3500)
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    _ = try await bench.run("uploadAsset", input(file))
    let toStorage = simulator.requests.filter { $0.path.hasPrefix("/storage/") }
    #expect(toStorage.count == 5)
    #expect(toStorage.allSatisfy { $0.headers[.authorization] == nil })
    #expect(toStorage.allSatisfy { $0.headers[.testName("Ocp-Apim-Subscription-Key")] == nil })
  }

  @Test func anExpiredSignatureIsRenewedForTheSameAsset() async throws {
    let simulator = MediaValetSimulator()
    let file = file(9500)
    simulator.change { state in
      // Good for three blocks after the first ticket, then no more until a new one is asked for.
      state.interception = { request, number in
        request.path.hasPrefix("/storage/") && number == 5
          ? MediaValetSimulator.failure(403, "AuthenticationFailed") : nil
      }
    }
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    _ = try await bench.run("uploadAsset", input(file))
    #expect(simulator.assets.count == 1)
    #expect(simulator.assets.first?.value.bytes == file.bytes)
    #expect(simulator.requests.filter { $0.method == "POST" && $0.path == "/uploads" }.count == 1)
  }

  @Test func aServiceThatNeverAgreesEndsTheUpload() async throws {
    let simulator = MediaValetSimulator()
    simulator.change { $0.storageRequestsLeft = 0 }
    simulator.change { state in
      state.interception = { request, _ in
        request.path.hasPrefix("/storage/") ? MediaValetSimulator.failure(403, "AuthenticationFailed") : nil
      }
    }
    let file = file(500)
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    await #expect { _ = try await bench.run("uploadAsset", input(file)) } throws: { error in
      let error = error as? ActionError
      return error?.code == "mediavalet_storage_refused" && error?.retry == .never
    }
    #expect(simulator.assets.isEmpty)
  }

  @Test func blocksThatTheStorageLostAreSentAgain() async throws {
    let simulator = MediaValetSimulator()
    let file = file(3500)
    let hasFailed = Mutex(false)
    simulator.change { state in
      state.interception = { request, _ in
        guard request.query["comp"] == "blocklist", !hasFailed.withLock({ $0 }) else { return nil }
        hasFailed.withLock { $0 = true }
        return MediaValetSimulator.failure(400, "InvalidBlockList")
      }
    }
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    _ = try await bench.run("uploadAsset", input(file))
    #expect(simulator.assets.first?.value.bytes == file.bytes)
    #expect(simulator.requests.filter { $0.query["comp"] == "block" }.count == 8)
  }

  @Test func errorsInA2xxFailTheUpload() async throws {
    let simulator = MediaValetSimulator()
    simulator.change { state in
      state.interception = { request, _ in
        request.path.hasSuffix("/keywords")
          ? MediaValetSimulator.envelope(200, .null, errors: ["Keyword \"quay\" is not allowed."]) : nil
      }
    }
    let file = file(500)
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    await #expect { _ = try await bench.run("uploadAsset", input(file)) } throws: { error in
      let error = error as? ActionError
      return error?.code == "mediavalet_reported_errors" && error?.message.contains("not allowed") == true
    }
    #expect(simulator.assets.isEmpty)
  }

  @Test func aFinaliseWhoseAnswerIsLostIsNotSentTwice() async throws {
    let simulator = MediaValetSimulator()
    let network = SimulatorNetwork(simulator) { _, request in request.method == "PATCH" ? .lostAfter : nil }
    let file = file(500)
    let bench = try TestBench(outbound: network.outbound, files: ["test": file])
    _ = try await bench.run("uploadAsset", input(file))
    #expect(simulator.requests.filter { $0.method == "PATCH" }.count == 1)
    #expect(simulator.assets.count == 1)
  }

  @Test func aFileThatChangedIsRefusedAtTheSecondTry() async throws {
    let simulator = MediaValetSimulator()
    let memory = MemoryCheckpoint()
    let network = SimulatorNetwork(simulator) { number, _ in number > 4 ? .lostBefore : nil }
    let file = file(9500)
    let first = try TestBench(outbound: network.outbound, files: ["test": file])
    _ = try? await first.run("uploadAsset", input(file), checkpoint: memory.checkpoint)
    var changed = file
    changed.version = "2"
    let second = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": changed])
    await #expect { _ = try await second.run("uploadAsset", input(file), checkpoint: memory.checkpoint) } throws: {
      ($0 as? ActionError)?.code == "file_changed"
    }
    #expect(simulator.assets.isEmpty)
  }

  @Test func aDamagedAssetIsNoticed() async throws {
    let simulator = MediaValetSimulator()
    simulator.change { $0.md5 = { _ in "00000000000000000000000000000000" } }
    let file = file(500)
    let bench = try TestBench(outbound: SimulatorNetwork(simulator).outbound, files: ["test": file])
    await #expect { _ = try await bench.run("uploadAsset", input(file)) } throws: {
      ($0 as? ActionError)?.code == "mediavalet_upload_damaged"
    }
  }

  @Test func aRefusedTokenIsRenewedOnceAndTheUploadGoesOn() async throws {
    let simulator = MediaValetSimulator()
    let tokens = TestTokens("stale")
    let file = file(500)
    let bench = try TestBench(
      outbound: SimulatorNetwork(simulator).outbound, files: ["test": file], tokens: tokens)
    _ = try await bench.run("uploadAsset", input(file))
    #expect(tokens.renewals == 1)
    #expect(simulator.assets.count == 1)
  }
}
