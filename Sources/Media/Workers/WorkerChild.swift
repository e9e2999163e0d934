import Core
import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// One worker child over its life: starts it, hands it the jobs from a mailbox one by one, and tells what happens.
///
/// A thin shell; ``WorkerMachine`` decides. The child leads a process group of its own, so that the programs it starts
/// are killed with it, and gets a small environment: the server's own may hold secrets.
struct WorkerChild: Sendable {
  /// What happens to the child, in order.
  enum Report: Sendable {
    /// It is ready; the closure kills it with all that it has started.
    case ready(kill: @Sendable () -> Void)
    case answered(WorkerAnswer)
    /// The job under way has had its time.
    case deadlinePassed
  }

  let settings: MediaSettings
  let effects: Effects
  /// How long it may take to become ready; generous, since a busy machine starts programs slowly.
  static let startLimit = Duration.seconds(30)

  /// Runs one child until the mailbox ends, the child dies, or the task is cancelled (which kills it).
  /// - Returns: how it ended, for the log.
  @concurrent
  func run(jobs: AsyncStream<MediaJob>, report: @escaping @Sendable (Report) async -> Void) async throws -> String {
    var platform = PlatformOptions()
    platform.processGroupID = 0
    platform.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let result = try await Subprocess.run(
      .path(FilePath(settings.executable)), arguments: ["media-worker"], environment: Self.environment,
      platformOptions: platform, input: .inputWriter, output: .sequence,
      error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
    ) { execution in
      let kill: @Sendable () -> Void = { try? execution.send(signal: .kill, toProcessGroup: true) }
      var reader = Reader(chunks: execution.standardOutput.makeAsyncIterator())
      let writer = execution.standardInputWriter
      _ = try await writer.write(WorkerFrame.encode(WorkerLimits(settings)))
      let first = try await within(Self.startLimit, { kill() }, { try await reader.next() })
      guard first == .ready else { return kill() }
      await report(.ready(kill: kill))
      for await job in jobs {
        _ = try await writer.write(WorkerFrame.encode(job))
        let answer = try await within(
          settings.jobLimit, { await report(.deadlinePassed) }, { try await reader.next() })
        guard let answer else { return }
        await report(.answered(answer))
      }
      try await writer.finish()
    }
    return "\(result.terminationStatus)"
  }

  /// Awaits `body`; when that takes longer than `limit`, calls `late` and goes on waiting.
  private func within<Value>(
    _ limit: Duration, _ late: @escaping @Sendable () async -> Void, _ body: () async throws -> Value
  ) async throws -> Value {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask {
        do { try await effects.sleep(limit) } catch { return }
        await late()
      }
      defer { group.cancelAll() }
      return try await body()
    }
  }

  private static let environment = Environment.custom([
    "PATH": MediaTool.searchPath.joined(separator: ":"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
    // A decoder that crashes is expected, and a backtrace of it takes longer than a new worker.
    "SWIFT_BACKTRACE": "enable=no",
  ])

  /// Reads answers off the child's output.
  private struct Reader {
    var chunks: SubprocessOutputSequence.Iterator
    var assembler = FrameAssembler()

    init(chunks: SubprocessOutputSequence.Iterator) {
      self.chunks = chunks
    }

    /// - Returns: `nil` once the child has closed its output.
    mutating func next() async throws -> WorkerAnswer? {
      while true {
        if let body = try assembler.next() { return try WorkerFrame.decode(WorkerAnswer.self, from: body) }
        guard let chunk = try await chunks.next() else { return nil }
        chunk.withUnsafeBytes { assembler.append($0) }
      }
    }
  }
}
