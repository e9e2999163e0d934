package import Core
import Crypto
package import Foundation

/// Signs requests (AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header").
package struct SignatureV4: Sendable {
  /// In place of the body's digest where the body is a stream and can't be read twice.
  package static let unsignedPayload = "UNSIGNED-PAYLOAD"

  private let accessKeyID: String
  private let secretAccessKey: Secret
  private let sessionToken: Secret?
  private let region: String
  private let service: String

  /// - Parameters:
  ///   - sessionToken: of temporary keys.
  ///   - region: as `eu-central-1`.
  ///   - service: the service's name in signatures.
  package init(
    accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, region: String, service: String = "s3"
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.region = region
    self.service = service
  }

  /// What is signed of a request.
  package struct Subject: Sendable {
    package var method: String
    /// Percent-encoded.
    package var path: String
    /// Names and values as they are, not yet encoded.
    package var query: [(name: String, value: String)]
    /// `Host` included; names in lower case.
    package var headers: [(name: String, value: String)]
    /// The SHA-256 of the body in hexadecimal, or ``unsignedPayload``.
    package var payloadHash: String

    package init(
      method: String, path: String, query: [(name: String, value: String)] = [],
      headers: [(name: String, value: String)], payloadHash: String
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.headers = headers
      self.payloadHash = payloadHash
    }
  }

  /// The headers that a request needs besides its own.
  package func headers(for subject: Subject, at date: Date) -> [(name: String, value: String)] {
    let timestamp = Self.timestamp(date)
    var added = [("x-amz-content-sha256", subject.payloadHash), ("x-amz-date", timestamp)]
    if let token = sessionToken { added.append(("x-amz-security-token", token.revealed)) }
    var signed = subject
    signed.headers += added.map { (name: $0.0, value: $0.1) }
    let scope = "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
    let text = [
      "AWS4-HMAC-SHA256", timestamp, scope, Self.hex(SHA256.hash(data: Data(Self.canonical(signed).utf8))),
    ].joined(separator: "\n")
    let signature = Self.hex(Self.hmac(text, key: signingKey(day: String(timestamp.prefix(8)))))
    let authorization =
      "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope),"
      + "SignedHeaders=\(Self.names(signed.headers)),Signature=\(signature)"
    return (added + [("authorization", authorization)]).map { (name: $0.0, value: $0.1) }
  }

  /// The query as it is signed and sent.
  package static func query(_ query: [(name: String, value: String)]) -> String {
    query
      .map { (URIEncoding.encode($0.name), URIEncoding.encode($0.value)) }
      .sorted { $0 < $1 }
      .map { "\($0.0)=\($0.1)" }
      .joined(separator: "&")
  }

  private static func canonical(_ subject: Subject) -> String {
    let headers = subject.headers
      .sorted { $0.name < $1.name }
      .map { "\($0.name):\($0.value.trimmingCharacters(in: .whitespaces))\n" }
      .joined()
    return [
      subject.method, subject.path, query(subject.query), headers, names(subject.headers), subject.payloadHash,
    ].joined(separator: "\n")
  }

  private static func names(_ headers: [(name: String, value: String)]) -> String {
    headers.map(\.name).sorted().joined(separator: ";")
  }

  private func signingKey(day: String) -> SymmetricKey {
    let secret = SymmetricKey(data: Data("AWS4\(secretAccessKey.revealed)".utf8))
    return [day, region, service, "aws4_request"].reduce(secret) { key, word in
      SymmetricKey(data: Data(Self.hmac(word, key: key)))
    }
  }

  private static func hmac(_ text: String, key: SymmetricKey) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// `20130524T000000Z`
  private static func timestamp(_ date: Date) -> String {
    Timestamp.format(date).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
