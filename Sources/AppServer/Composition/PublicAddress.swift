import Core
import Foundation

/// Where this server is reached: what it listens on, and what it calls itself.
package struct PublicAddress: Sendable {
  /// The address to listen on.
  package let listenHost: String
  package let port: Int
  /// The host by which people reach it.
  package let host: String
  /// As `https://media.example.com`, without a slash at the end.
  package let url: String
  /// Host and port of ``url``.
  package let authority: String

  /// - Throws: ``SettingsError`` when plain HTTP would be open to more than this machine without leave, or no port is free.
  init(_ settings: Settings) throws {
    let isPlain = if case .off = settings.tls { true } else { false }
    listenHost = settings.http.host
    if isPlain, !Self.isLoopback(listenHost), !settings.http.allowsPlain {
      throw SettingsError.missing(
        name: SettingKey.httpAllowPlain.rawValue,
        because: "tls.mode is off and \(listenHost) can be reached from other machines",
        accepted: "true, when something in front ends TLS")
    }
    port = settings.http.port == 0 ? try FreePort.find(host: listenHost) : settings.http.port
    let visible = ["0.0.0.0", "::"].contains(listenHost) ? "localhost" : listenHost
    url = settings.http.publicURL ?? "\(isPlain ? "http" : "https")://\(Self.bracketed(visible)):\(port)"
    let parts = URLComponents(string: url)
    host = parts?.host ?? visible
    authority = "\(Self.bracketed(host)):\(parts?.port ?? (url.hasPrefix("https") ? 443 : 80))"
  }

  /// Whether services on the internet may be given it: with TLS, and not this machine itself.
  var isPublic: Bool { url.hasPrefix("https://") && !Self.isLoopback(host) }

  private static func bracketed(_ host: String) -> String {
    host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }
}
