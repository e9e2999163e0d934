import Core
import Foundation

/// Asks the machine for a port that nobody listens on.
///
/// The port must be known before the server listens, since tokens and links name it.
enum FreePort {
  /// - Throws: ``SettingsError/wrong(name:value:accepted:)`` when the host is none of this machine's.
  static func find(host: String) throws(SettingsError) -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr(host == "localhost" ? "127.0.0.1" : host)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard isBound else {
      throw .wrong(name: SettingKey.httpHost.rawValue, value: host, accepted: SettingKey.httpHost.accepted)
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
