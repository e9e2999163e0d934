import Hummingbird

/// What kinds of answer a client would like (RFC 9110, section 12.5.1), as far as it matters here.
struct AcceptHeader {
  private let qualities: [String: Double]

  init(_ request: Request) {
    var qualities: [String: Double] = [:]
    for entry in (request.headers[.accept] ?? "").split(separator: ",") {
      let parts = entry.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      guard let type = parts.first else { continue }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      qualities[type] = quality
    }
    self.qualities = qualities
  }

  /// Whether the client asks for HTML by name, and doesn't like JSON better.
  var prefersHTML: Bool {
    guard let html = qualities["text/html"], html > 0 else { return false }
    return html >= (qualities["application/json"] ?? 0)
  }
}
