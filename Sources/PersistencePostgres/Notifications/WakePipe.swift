import Foundation

/// Wakes a thread that waits in `poll`, for good.
final class WakePipe: Sendable {
  /// What to poll: readable once somebody has called ``signal()``.
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
}
