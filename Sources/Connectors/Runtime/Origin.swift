import Foundation

/// Scheme, host and port of an address (RFC 6454): what credentials belong to.
struct Origin: Hashable, Sendable {
  let scheme: String
  let host: String
  let port: Int

  /// - Returns: `nil` when `url` is no absolute `http` or `https` address.
  init?(_ url: String) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      let host = parts.host?.lowercased(), scheme == "http" || scheme == "https"
    else { return nil }
    self.scheme = scheme
    self.host = host
    port = parts.port ?? (scheme == "https" ? 443 : 80)
  }
}
