package import Core

/// One call of a flow's address, as it comes.
package struct WebhookCall: Sendable {
  /// The last part of the address.
  package let token: String
  /// In upper case.
  package let method: String
  /// Names in lower case; of several with one name, the last.
  package let headers: [String: String]
  package let query: JSONObject
  /// Exactly as it comes: signatures are over these bytes. Read once.
  package let body: ByteStream
  /// Where it comes from, when that is known.
  package let remoteAddress: String?

  package init(
    token: String, method: String = "POST", headers: [String: String], query: JSONObject = [:], body: ByteStream,
    remoteAddress: String? = nil
  ) {
    self.token = token
    self.method = method
    self.headers = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    self.query = query
    self.body = body
    self.remoteAddress = remoteAddress
  }

  /// A call whose body is at hand.
  package init(
    token: String, method: String = "POST", headers: [String: String], query: JSONObject = [:], body: [UInt8]
  ) {
    self.init(token: token, method: method, headers: headers, query: query, body: ByteStream(body))
  }
}
