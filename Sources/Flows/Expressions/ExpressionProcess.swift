import Core
import Foundation

/// One running `weir expression-worker` and the socket to it. All its calls block; see ``ExpressionChild``.
struct ExpressionProcess {
  /// Why a message didn't come.
  enum Loss: Error {
    case tookTooLong
    /// By a signal of that number, or 0 when it went by itself.
    case ended(signal: Int32)
  }

  private let pid: pid_t
  private let socket: Int32

  /// - Parameter command: the program and its arguments.
  /// - Throws: ``ExpressionError/unavailable(_:)``.
  static func start(_ command: [String]) throws(ExpressionError) -> ExpressionProcess {
    guard let program = command.first else { throw .unavailable("no program is named") }
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
      throw .unavailable(String(cString: strerror(errno)))
    }
    defer { close(pair[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pair[1], 0)
    posix_spawn_file_actions_adddup2(&actions, pair[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    clearSignals(of: &attributes)
    let arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    // An empty environment but for where the libraries are: an expression has nothing to find in it.
    let library = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { strdup("LD_LIBRARY_PATH=\($0)") }
    defer { free(library ?? nil) }
    let environment = [library ?? nil, nil].filter { $0 != nil } + [nil]
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, program, &actions, &attributes, arguments, environment)
    guard failure == 0 else {
      close(pair[0])
      throw .unavailable("\(program): \(String(cString: strerror(failure)))")
    }
    return ExpressionProcess(pid: pid, socket: pair[0])
  }

  private static func clearSignals(of attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  func send(_ bytes: [UInt8]) throws(Loss) {
    var sent = 0
    while sent < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.send(socket, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { throw .ended(signal: finish()) }
      sent += written
    }
  }

  /// The next message.
  /// - Parameter patience: how long to wait for each part of it; the process is killed afterwards.
  func receive(patience: Duration) throws(Loss) -> [UInt8] {
    let length = ExpressionMessage.length(try receiveBytes(4, patience))
    guard length <= ExpressionMessage.maximumBytes else { throw .ended(signal: finish()) }
    return try receiveBytes(length, patience)
  }

  private func receiveBytes(_ count: Int, _ patience: Duration) throws(Loss) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var received = 0
    while received < count {
      var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Int32(clamping: patience.milliseconds))
      if ready < 0, errno == EINTR { continue }
      if ready == 0 {
        _ = finish()
        throw .tookTooLong
      }
      let read = bytes.withUnsafeMutableBytes { buffer in
        recv(socket, buffer.baseAddress?.advanced(by: received), count - received, 0)
      }
      if read < 0, errno == EINTR { continue }
      if read <= 0 { throw .ended(signal: finish()) }
      received += read
    }
    return bytes
  }

  /// Ends the process, if it hasn't ended, and clears up after it.
  /// - Returns: the signal it ended by, or 0.
  @discardableResult
  func finish() -> Int32 {
    kill(pid, SIGKILL)
    close(socket)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F
  }
}
