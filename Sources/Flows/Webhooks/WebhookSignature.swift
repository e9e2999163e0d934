/// How a sender signs its calls: HMAC-SHA256 over the raw body, and often over the time as well.
package struct WebhookSignature: Sendable, Hashable {
  /// How the signature is written.
  package enum Encoding: String, Sendable, Hashable, CaseIterable {
    case hex
    case base64
  }

  /// What is signed.
  package enum Layout: Sendable, Hashable {
    case body
    /// `lead`, the time as it was sent, `separator`, the body.
    case timeThenBody(lead: String, separator: String)
    /// The body and right behind it the time as it was sent.
    case bodyThenTime
  }

  /// Where the time of sending stands.
  package enum TimePlace: Sendable, Hashable {
    /// In a header of its own, in seconds since 1970 or in ISO 8601.
    case header(String)
    /// In the signature's own header, which is a list: `t=1492774577,v1=5257a8…`.
    case element(String)
  }

  /// The headers that hold signatures, in lower case; one good one is enough.
  package let headers: [String]
  /// What stands before the signature in its header, as `sha256=`; the name of its element when the header is a list.
  package let prefix: String
  package let encoding: Encoding
  package let layout: Layout
  /// `nil` when the time isn't signed.
  package let time: TimePlace?
  /// How far the time of sending may be off, either way.
  package let tolerance: Duration

  package init(
    headers: [String], prefix: String = "", encoding: Encoding = .hex, layout: Layout = .body, time: TimePlace? = nil,
    tolerance: Duration = .seconds(300)
  ) {
    self.headers = headers
    self.prefix = prefix
    self.encoding = encoding
    self.layout = layout
    self.time = time
    self.tolerance = tolerance
  }
}
