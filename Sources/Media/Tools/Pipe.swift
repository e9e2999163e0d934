import CSandbox
import Glibc

/// Reads and writes descriptors of a worker, one thread, with a time by which it must be done.
enum Pipe {
  /// A pipe whose ends no other program inherits.
  static func make() throws(ToolError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    let failure = csandbox_pipe(&ends)
    guard failure == 0 else { throw .cannotStart(failure) }
    return (ends[0], ends[1])
  }

  /// - Returns: the bytes that were there, none at the end.
  /// - Throws: ``ToolError/timedOut`` when nothing comes before `deadline`.
  static func read(_ descriptor: Int32, upTo limit: Int, by deadline: ContinuousClock.Instant) throws(ToolError)
    -> [UInt8]
  {
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { throw .timedOut }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
      let ready = poll(&waiting, 1, Int32(clamping: milliseconds))
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      var failure: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let got = Glibc.read(descriptor, buffer.baseAddress, limit)
        if got < 0 { failure = errno }
        count = max(0, got)
      }
      if failure == EINTR || failure == EAGAIN { continue }
      if failure != 0 { throw .broken(failure) }
      return bytes
    }
  }

  /// Writes all of `bytes`.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(ToolError) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .broken(errno) }
      sent += count
    }
  }
}
