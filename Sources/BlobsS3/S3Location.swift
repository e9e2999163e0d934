import Egress

/// Where an S3-compatible service keeps our blobs.
package struct S3Location: Sendable, Equatable {
  /// How the bucket is named in an address.
  package enum Style: String, Sendable {
    /// `https://host/bucket/key`: most services of one's own.
    case path
    /// `https://bucket.host/key`: Amazon's.
    case virtualHost
  }

  /// `https` or `http`.
  package let scheme: String
  /// The service's host, with its port where that isn't the usual one.
  package let host: String
  package let bucket: String
  /// Stands before every key; empty, or ends with a slash.
  package let prefix: String
  /// Part of every signature; `us-east-1` where a service has none.
  package let region: String
  package let style: Style

  /// - Parameters:
  ///   - endpoint: such as `https://s3.eu-central-1.amazonaws.com` or `http://127.0.0.1:9000`.
  ///   - prefix: for several deployments in one bucket.
  /// - Returns: `nil` when `endpoint` is no `http` or `https` address of a host alone, or there is no bucket name.
  package init?(
    endpoint: String, bucket: String, prefix: String = "", region: String = "us-east-1", style: Style = .path
  ) {
    let parts = endpoint.split(separator: "://", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()) else { return nil }
    let host = parts[1].hasSuffix("/") ? String(parts[1].dropLast()) : parts[1]
    let isPlainHost = !host.isEmpty && host.utf8.allSatisfy { byte in !"/?#@ ".utf8.contains(byte) }
    guard isPlainHost, !bucket.isEmpty, bucket.utf8.allSatisfy({ !"/?# ".utf8.contains($0) }) else { return nil }
    scheme = parts[0].lowercased()
    self.host = host
    self.bucket = bucket
    self.prefix = prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/"
    self.region = region
    self.style = style
  }

  /// The host that a request goes to.
  var requestHost: String { style == .path ? host : bucket + "." + host }

  /// The path of a key, percent-encoded; of the bucket itself when there is no key.
  func path(key: String?) -> String {
    let root = style == .path ? "/" + URIEncoding.encode(bucket) : ""
    guard let key else { return root.isEmpty ? "/" : root }
    return root + "/" + URIEncoding.encodePath(prefix + key)
  }
}
