import Foundation

/// Where a request goes, taken out of its URL.
struct Destination: Equatable {
  /// Without the brackets of an IPv6 address.
  let host: String
  let port: Int
  let isEncrypted: Bool

  init(_ url: String) throws(OutboundError) {
    guard let parsed = URL(string: url), let scheme = parsed.scheme?.lowercased() else {
      throw .invalidURL(reason: "it is no absolute URL")
    }
    guard scheme == "https" || scheme == "http" else {
      throw .invalidURL(reason: "it must start with https:// or http://")
    }
    guard let host = parsed.host, !host.isEmpty else { throw .invalidURL(reason: "it names no host") }
    guard parsed.user == nil, parsed.password == nil else {
      throw .invalidURL(reason: "it holds a user name or a password, which belong into the authentication")
    }
    let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    guard !bare.contains("%") else { throw .invalidURL(reason: "its host holds a zone or an escape") }
    self.host = bare
    isEncrypted = scheme == "https"
    port = parsed.port ?? (isEncrypted ? 443 : 80)
    guard (1...65535).contains(port) else { throw .invalidURL(reason: "its port isn't between 1 and 65535") }
  }
}
