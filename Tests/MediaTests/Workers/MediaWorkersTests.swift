import Foundation
import Logging
import Media
import ServiceLifecycle
import TestSupport
import Testing

@Suite struct MediaWorkersTests {
  @Test func manyJobsShareAFewWorkers() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.jpg")
    let names = try await withWorkers(workers: 2) { workers in
      try await withThrowingTaskGroup(of: MediaFacts.self) { group in
        for index in 0..<20 {
          group.addTask { try await workers.inspect(path: path, fileName: "\(index).jpg") }
        }
        return try await group.reduce(into: []) { $0.append($1.width) }
      }
    }
    #expect(names == Array(repeating: 1200, count: 20))
  }

  @Test func aWorkerThatWasKilledBetweenJobsIsReplaced() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.jpg")
    let note = samples.folder.file("pid")
    let weir = try WeirExecutable.path
    let script = try FakeWorker(folder: samples.folder).silentScript("echo $$ > \(note)\nexec \(weir) media-worker")
    try await withWorkers(executable: script) { workers in
      _ = try await workers.inspect(path: path, fileName: "a.jpg")
      let first = try #require(
        Int32(try String(contentsOfFile: note, encoding: .utf8).trimmingCharacters(in: .newlines)))
      kill(first, SIGKILL)
      let facts = try await workers.inspect(path: path, fileName: "b.jpg")
      #expect(facts.width == 1200)
    }
  }

  @Test func aJobWhoseWorkerIsKilledIsDoneByAnother() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.jpg")
    let mark = samples.folder.file("mark")
    let weir = try WeirExecutable.path
    // The first child takes the job's first bytes and is killed; those after it are real.
    let script = try FakeWorker(folder: samples.folder).silentScript(
      """
      [ -e \(mark) ] && exec \(weir) media-worker
      touch \(mark)
      printf '\\000\\000\\000\\014{"ready":{}}'
      head -c 400 > /dev/null
      kill -9 $$
      """)
    try await withWorkers(executable: script) { workers in
      let name = String(repeating: "long ", count: 100) + ".jpg"
      let facts = try await workers.inspect(path: path, fileName: name)
      #expect(facts.width == 1200)
    }
    #expect(FileManager.default.fileExists(atPath: mark))
  }

  @Test func aFileThatKillsEveryWorkerIsNamed() async throws {
    let folder = try TemporaryFolder()
    let script = try FakeWorker(folder: folder).script("head -c 600 > /dev/null; kill -9 $$")
    let name = String(repeating: "evil ", count: 120) + ".jpg"
    try await withWorkers(executable: script) { workers in
      await #expect(throws: MediaError.workerDied(file: name)) { try await workers.inspect(path: "/x", fileName: name) }
    }
  }

  @Test(.timeLimit(.minutes(1))) func aJobThatNeverEndsIsEnded() async throws {
    let folder = try TemporaryFolder()
    let note = folder.file("pid")
    let script = try FakeWorker(folder: folder).script("sleep 1000 & echo $! > \(note); wait")
    try await withWorkers(executable: script, { $0.jobLimit = .milliseconds(500) }) { workers in
      await #expect(throws: MediaError.timedOut(file: "endless.jpg", seconds: 0)) {
        try await workers.inspect(path: "/x", fileName: "endless.jpg")
      }
    }
    // The pool has ended, and with it the worker and what the worker had started.
    let child = try #require(Int32(try String(contentsOfFile: note, encoding: .utf8).trimmingCharacters(in: .newlines)))
    while let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8), !state.contains(") Z ") {
      await Task.yield()
    }
  }

  @Test func aCallerThatGivesUpIsNotKeptWaiting() async throws {
    let folder = try TemporaryFolder()
    let script = try FakeWorker(folder: folder).script("exec sleep 1000")
    try await withWorkers(executable: script) { workers in
      let task = Task { try await workers.inspect(path: "/x", fileName: "slow.jpg") }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test(arguments: ["/bin/false", "/nonexistent/weir"])
  func jobsAreRefusedWhenNoWorkerCanBeStarted(executable: String) async throws {
    try await withWorkers(executable: executable) { workers in
      await #expect(throws: MediaError.workersUnavailable) { try await workers.inspect(path: "/x", fileName: "a.jpg") }
    }
  }

  @Test func rubbishFromAWorkerIsNoAnswer() async throws {
    let folder = try TemporaryFolder()
    let script = try FakeWorker(folder: folder).script("echo 'Segmentation fault, or so'; exec sleep 1000")
    try await withWorkers(executable: script) { workers in
      await #expect(throws: MediaError.workerDied(file: "a.jpg")) {
        try await workers.inspect(path: "/x", fileName: "a.jpg")
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func aWorkerEndsWithTheServerThatStartedIt() async throws {
    let worker = Process()
    let input = Pipe()
    worker.executableURL = URL(fileURLWithPath: try WeirExecutable.path)
    worker.arguments = ["media-worker"]
    worker.standardInput = input
    worker.standardOutput = Pipe()
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      worker.terminationHandler = { _ in ended.resume() }
      do {
        try worker.run()
        try input.fileHandleForWriting.close()
      } catch { ended.resume(throwing: error) }
    }
    #expect(worker.terminationReason == .exit, "nothing had to kill it")
  }

  @Test func aStopFinishesTheJobInHandAndRefusesLaterOnes() async throws {
    let samples = try Samples()
    let path = try samples.picture("large.png", width: 4000, height: 3000)
    let output = try samples.output()
    let pool = MediaWorkers(
      settings: MediaSettings(executable: try WeirExecutable.path, workers: 1), logger: Logger(label: "test"))
    let group = ServiceGroup(services: [pool], logger: Logger(label: "test"))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      _ = try await pool.inspect(path: path, fileName: "first.png")
      async let inHand = pool.process(path: path, fileName: "large.png", sizes: [.large], into: output)
      async let stopped: Void = group.triggerGracefulShutdown()
      do {
        #expect(try await inHand.renditions.count == 1)
      } catch {
        #expect(error as? MediaError == .stopping, "the stop may come before the job is given")
      }
      await stopped
      try await tasks.waitForAll()
    }
    await #expect(throws: MediaError.stopping) { try await pool.inspect(path: path, fileName: "late.png") }
  }
}
