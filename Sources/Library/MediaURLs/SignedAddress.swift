import Core
import Crypto
import Foundation

/// The signing of addresses: HMAC-SHA256 over what an address grants and when it ends.
struct SignedAddress: Sendable {
  /// The version in `sv`, so that another form of signature can stand beside this one some day.
  static let version = "1"

  let key: SymmetricKey

  /// The query that makes an address good until `expiry`.
  /// - Parameters:
  ///   - grant: everything that the address gives a right to; equal for equal rights only.
  ///   - disposition: `rscd`, where a header is overridden; signed too.
  func query(for grant: [String], expiry: Date, disposition: String? = nil) -> String {
    let end = Self.style.format(expiry)
    let signature = Base64URL.encode(code(grant, end: end, disposition: disposition))
    let encodedEnd = end.replacingOccurrences(of: ":", with: "%3A")
    let override = disposition.map { "&rscd=\($0)" } ?? ""
    return "sv=\(Self.version)&sr=b&se=\(encodedEnd)&sig=\(signature)\(override)"
  }

  /// Checks a query; the signature first, in constant time, so that a forged address tells nothing.
  func check(_ query: AddressQuery, for grant: [String], now: Date) throws(MediaURLError) {
    guard query["sv"] == Self.version, let end = query["se"], let text = query["sig"],
      let signature = Base64URL.decode(text)
    else { throw .forged }
    let message = Self.message(grant, end: end, disposition: query["rscd"])
    guard HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: message, using: key) else {
      throw .forged
    }
    guard let expiry = try? Self.style.parse(end) else { throw .forged }
    guard now < expiry else { throw .expired }
  }

  private func code(_ grant: [String], end: String, disposition: String?) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Self.message(grant, end: end, disposition: disposition), using: key)
  }

  private static func message(_ grant: [String], end: String, disposition: String?) -> Data {
    Data(([version] + grant + [end, disposition ?? ""]).joined(separator: "\n").utf8)
  }

  private static let style = Date.ISO8601FormatStyle()
}
