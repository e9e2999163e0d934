import CSandbox
import Glibc

/// The main program of a `weir media-worker` child: one job at a time, from standard input to standard output.
///
/// It lays its limits on itself before it looks at any file, and ends at once, whatever it is doing, when the server
/// that started it is gone.
package enum MediaWorkerMain {
  /// Serves jobs until standard input ends.
  package static func run() {
    csandbox_close_inherited()
    // Answers get a descriptor of their own, so that nothing a library prints can be taken for one.
    let answers = dup(STDOUT_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    signal(SIGPIPE, SIG_IGN)
    guard answers >= 0, csandbox_end_with_input() == 0,
      let limits = try? receive(WorkerLimits.self),
      csandbox_limit_self(UInt64(limits.memory), UInt64(limits.file)) == 0,
      (try? VipsPicture.start()) != nil,
      (try? send(.ready, to: answers)) != nil
    else { exit(EXIT_FAILURE) }
    let examiner = FileExaminer(limits: limits)
    while let job = try? receive(MediaJob.self) {
      csandbox_limit_processor(UInt32(clamping: limits.seconds))
      let answer: WorkerAnswer
      do throws(MediaError) { answer = .processed(try examiner.process(job)) } catch { answer = .failed(error) }
      guard (try? send(answer, to: answers)) != nil else { break }
    }
  }

  /// - Returns: `nil` at the end of the input.
  private static func receive<Message: Decodable>(_ type: Message.Type) throws -> Message? {
    guard let head = try receive(4) else { return nil }
    guard let body = try receive(WorkerFrame.length(of: head[...])) else { return nil }
    return try WorkerFrame.decode(type, from: body)
  }

  private static func receive(_ count: Int) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      // A worker waits for its next job as long as it takes.
      let chunk = try Pipe.read(STDIN_FILENO, upTo: count - bytes.count, by: .now.advanced(by: .seconds(1 << 30)))
      if chunk.isEmpty { return nil }
      bytes += chunk
    }
    return bytes
  }

  private static func send(_ answer: WorkerAnswer, to descriptor: Int32) throws {
    try Pipe.write(WorkerFrame.encode(answer), to: descriptor)
  }
}
