import Blobs
import Core
internal import Crypto
import Foundation

/// Signs requests to S3 (AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header").
struct SignatureV4 {
  /// In place of the body's digest where the body is a stream and can't be read twice.
  static let unsignedPayload = "UNSIGNED-PAYLOAD"

  let credentials: S3Credentials
  let region: String

  /// What is signed of a request.
  struct Subject {
    var method: String
    /// Percent-encoded.
    var path: String
    /// Names and values as they are, not yet encoded.
    var query: [(name: String, value: String)] = []
    /// `Host` included; names in lower case.
    var headers: [(name: String, value: String)]
    /// The SHA-256 of the body in hexadecimal, or ``unsignedPayload``.
    var payloadHash: String
  }

  /// The headers that a request needs besides its own.
  func headers(for subject: Subject, at date: Date) -> [(name: String, value: String)] {
    let timestamp = Self.timestamp(date)
    var added = [("x-amz-content-sha256", subject.payloadHash), ("x-amz-date", timestamp)]
    if let token = credentials.sessionToken { added.append(("x-amz-security-token", token.revealed)) }
    var signed = subject
    signed.headers += added.map { (name: $0.0, value: $0.1) }
    let scope = "\(timestamp.prefix(8))/\(region)/s3/aws4_request"
    let text = [
      "AWS4-HMAC-SHA256", timestamp, scope, Self.hex(SHA256.hash(data: Data(Self.canonical(signed).utf8))),
    ].joined(separator: "\n")
    let signature = Self.hex(Self.hmac(text, key: signingKey(day: String(timestamp.prefix(8)))))
    let authorization =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope),"
      + "SignedHeaders=\(Self.names(signed.headers)),Signature=\(signature)"
    return (added + [("authorization", authorization)]).map { (name: $0.0, value: $0.1) }
  }

  /// The query as it is signed and sent.
  static func query(_ query: [(name: String, value: String)]) -> String {
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
    let secret = SymmetricKey(data: Data("AWS4\(credentials.secretAccessKey.revealed)".utf8))
    return [day, region, "s3", "aws4_request"].reduce(secret) { key, word in
      SymmetricKey(data: Data(Self.hmac(word, key: key)))
    }
  }

  private static func hmac(_ text: String, key: SymmetricKey) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    Hexadecimal.encode(bytes)
  }

  /// `20130524T000000Z`
  private static func timestamp(_ date: Date) -> String {
    Timestamp.format(date).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
