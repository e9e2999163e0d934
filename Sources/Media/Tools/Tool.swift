import CSandbox
import Glibc

/// Runs a program to its end, with bounds on its time, its processor and its output.
///
/// It inherits the worker's limits, dies with it, and reads nothing but what its arguments name.
struct Tool {
  /// What came of it.
  struct Result {
    /// The exit status; a negative number is the signal that ended it.
    let status: Int32
    let output: [UInt8]
    /// The beginning of what it said on standard error.
    let errors: String
  }

  /// When it must have ended.
  let deadline: ContinuousClock.Instant
  /// Seconds of the processor that one run may use.
  let processorSeconds: Int

  /// - Parameter arguments: the program's name, looked up by `PATH`, and its arguments. A file is always an absolute
  ///   path, so that none is taken for an option.
  /// - Throws: ``ToolError/missing(_:)`` when it isn't installed, ``ToolError/timedOut`` after it was killed.
  func run(_ arguments: [String], outputLimit: Int = 4 << 20) throws(ToolError) -> Result {
    let output = try Pipe.make()
    defer { close(output.read) }
    let errors = try Pipe.make()
    defer { close(errors.read) }
    let process = Self.spawn(
      arguments, input: -1, output: output.write, error: errors.write, seconds: UInt32(clamping: processorSeconds))
    close(output.write)
    close(errors.write)
    guard process > 0 else { throw .cannotStart(-process) }
    do throws(ToolError) {
      let (said, complained) = try gather(output.read, errors.read, limit: outputLimit)
      let status = Self.reap(process)
      if status == 127 { throw ToolError.missing(arguments[0]) }
      return Result(status: status, output: said, errors: complained)
    } catch {
      kill(process, SIGKILL)
      _ = Self.reap(process)
      throw error
    }
  }

  /// Starts a program; its id, or minus the error's number.
  static func spawn(_ arguments: [String], input: Int32, output: Int32, error: Int32, seconds: UInt32) -> pid_t {
    let words = arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    var pointers = words.map { UnsafePointer($0) } + [nil]
    return csandbox_spawn(&pointers, input, output, error, seconds)
  }

  /// Awaits a child's end: its exit status, or minus the signal that ended it.
  static func reap(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
  }

  /// Reads both outputs to their ends; of the errors only the beginning is kept.
  private func gather(_ output: Int32, _ errors: Int32, limit: Int) throws(ToolError) -> ([UInt8], String) {
    var said: [UInt8] = []
    var complained: [UInt8] = []
    var open = [output, errors]
    while !open.isEmpty {
      var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { throw .timedOut }
      _ = poll(&waiting, nfds_t(waiting.count), Int32(clamping: left.components.seconds * 1000 + 1000))
      for entry in waiting where entry.revents != 0 {
        let bytes = try Pipe.read(entry.fd, upTo: 64 << 10, by: deadline)
        if bytes.isEmpty { open.removeAll { $0 == entry.fd } }
        if entry.fd == output { said += bytes } else if complained.count < 4096 { complained += bytes }
      }
      guard said.count <= limit else { throw .tooMuchOutput }
    }
    return (said, String(decoding: complained.prefix(4096), as: UTF8.self))
  }
}
