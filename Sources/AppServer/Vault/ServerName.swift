import Foundation

/// How people recognise one of several servers.
enum ServerName {
  /// The machine's name and the process's number, as `media-1 (4711)`.
  static var current: String {
    var bytes = [CChar](repeating: 0, count: 256)
    let isKnown = gethostname(&bytes, bytes.count - 1) == 0
    let name = isKnown ? String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "?"
    return "\(name) (\(ProcessInfo.processInfo.processIdentifier))"
  }
}
