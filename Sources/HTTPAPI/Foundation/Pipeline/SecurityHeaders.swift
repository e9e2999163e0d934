import HTTPTypes
import Hummingbird

/// The headers that keep browsers from doing what nobody asked for. A handler that sets one itself wins.
struct SecurityHeaders: Sendable {
  let isSecure: Bool

  func add(to response: inout Response, surface: Surface) {
    set(.xContentTypeOptions, "nosniff", &response)
    set(.contentSecurityPolicy, policy(surface), &response)
    set(.frameOptions, "DENY", &response)
    set(.named("Referrer-Policy"), surface == .pages ? "same-origin" : "no-referrer", &response)
    set(.crossOriginResourcePolicy, surface == .blobs ? "cross-origin" : "same-origin", &response)
    if isSecure { set(.strictTransportSecurity, "max-age=31536000", &response) }
    if surface != .blobs, surface != .operations { set(.cacheControl, "no-store", &response) }
  }

  /// Files of strangers are served from here as well: `sandbox` keeps a hostile SVG or HTML file from running.
  private func policy(_ surface: Surface) -> String {
    switch surface {
    case .pages: Self.pagePolicy()
    case .blobs: "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
    case .mediaValet, .rest, .oauth, .operations: "default-src 'none'; frame-ancestors 'none'"
    }
  }

  /// The policy of a page.
  /// - Parameter origins: where the page's forms may end up besides here: browsers follow the redirects that answer a
  ///   form only to allowed origins.
  static func pagePolicy(formTargets origins: [String] = []) -> String {
    let targets = (["'self'"] + origins).joined(separator: " ")
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
      + "media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action \(targets); base-uri 'none'; "
      + "frame-ancestors 'none'"
  }

  private func set(_ name: HTTPField.Name, _ value: String, _ response: inout Response) {
    if response.headers[name] == nil { response.headers[name] = value }
  }
}
