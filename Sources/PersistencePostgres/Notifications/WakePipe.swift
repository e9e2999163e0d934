import Foundation

/// Wakes a thread that waits in `poll`.
final class WakePipe: Sendable {
  /// What to poll: readable from ``signal()`` until ``drain()``.
  let readEnd: Int32
  private let writeEnd: Int32

  /// - Returns: `nil` when the process has no file descriptor left.
  init?() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    readEnd = ends[0]
    writeEnd = ends[1]
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes every signal that has come. Only when it is readable: it would wait for one.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = read(readEnd, &bytes, bytes.count)
  }
}
