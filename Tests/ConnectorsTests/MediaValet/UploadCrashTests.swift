import Connectors
import Core
import Egress
import Foundation
import Synchronization
import TestSupport
import Testing

/// Promise: killed anywhere and tried again, an upload ends with exactly one asset that has every byte.
@Suite("An upload that is killed")
struct UploadCrashTests {
  private struct Killed: Error {}

  /// Counts what happens to the outside world, and kills the process at one of the moments between.
  private final class Killer: Sendable {
    private let state: Mutex<(moment: Int, deadline: Int)>
    init(at deadline: Int) { state = Mutex((0, deadline)) }

    var moments: Int { state.withLock(\.moment) }

    func moment() throws {
      try state.withLock { state in
        state.moment += 1
        // A dead process does nothing more.
        if state.moment >= state.deadline { throw Killed() }
      }
    }
  }

  private static let input: @Sendable (MemoryFile) -> JSONValue = { file in
    ["file": file.handle, "categories": ["9f21c3aa-7f34-44c2-86cb-27548c113bec"], "keywords": ["quay"]]
  }

  /// One life of a process: true when it came to the end.
  private func live(
    _ killer: Killer, _ simulator: MediaValetSimulator, _ memory: MemoryCheckpoint, _ file: MemoryFile
  ) async throws -> Bool {
    let network = SimulatorNetwork(simulator).outbound
    let outbound = Outbound { request in
      try killer.moment()
      let response = try await network.send(request)
      try killer.moment()
      return response
    }
    let durable = memory.checkpoint
    let checkpoint = Checkpoint(load: durable.load) { value in
      try killer.moment()
      try await durable.save(value)
      try killer.moment()
    }
    let bench = try TestBench(outbound: outbound, files: ["test": file])
    do {
      _ = try await bench.run("uploadAsset", Self.input(file), checkpoint: checkpoint)
      return true
    } catch {
      #expect(error.code == "action_failed", "\(error)")
      return false
    }
  }

  @Test("ends with one asset, whichever moment it was", arguments: [500, 3500, 12_500], [true, false])
  func killedOnceAtEveryMoment(size: Int, honoursID: Bool) async throws {
    var generator = SeededGenerator(seed: UInt64(size))
    let file = MemoryFile(bytes: generator.bytes(size))
    var moment = 1
    while true {
      let simulator = MediaValetSimulator()
      simulator.change { $0.honoursID = honoursID }
      let memory = MemoryCheckpoint()
      let killer = Killer(at: moment)
      let isDone = try await live(killer, simulator, memory, file)
      if !isDone { #expect(try await live(Killer(at: .max), simulator, memory, file)) }
      #expect(simulator.assets.count == 1, "killed at moment \(moment)")
      #expect(simulator.assets.first?.value.bytes == file.bytes, "killed at moment \(moment)")
      if isDone { break }
      moment += 1
    }
    #expect(moment > 20)
  }

  @Test func killedAgainAndAgainItStillEndsWithOneAsset() async throws {
    let seed = SeededGenerator.freshSeed()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let file = MemoryFile(bytes: generator.bytes(Int.random(in: 0...20_000, using: &generator)))
      let simulator = MediaValetSimulator()
      let memory = MemoryCheckpoint()
      var lives = 0
      while try await !live(Killer(at: Int.random(in: 1...30, using: &generator)), simulator, memory, file) {
        lives += 1
        try #require(lives < 500, "seed \(seed)")
      }
      #expect(simulator.assets.count == 1, "seed \(seed)")
      #expect(simulator.assets.first?.value.bytes == file.bytes, "seed \(seed)")
    }
  }

  @Test func aResumedUploadSendsOnlyTheBlocksSinceTheLastCheckpoint() async throws {
    var generator = SeededGenerator(seed: 7)
    let file = MemoryFile(bytes: generator.bytes(100_000))
    let simulator = MediaValetSimulator()
    let memory = MemoryCheckpoint()
    // After 60 blocks of 100: two moments each, and a save for every eight.
    _ = try await live(Killer(at: 2 * 60 + 2 * 7 + 6), simulator, memory, file)
    let before = simulator.requests.filter { $0.query["comp"] == "block" }.count
    _ = try await live(Killer(at: .max), simulator, memory, file)
    let all = simulator.requests.filter { $0.query["comp"] == "block" }.count
    #expect(before > 50)
    #expect(all <= 100 + 9)
    #expect(simulator.assets.first?.value.bytes == file.bytes)
  }
}
