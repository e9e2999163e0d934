package import Core
import Crypto
package import Egress
import Foundation
import HTTPTypes
import Hummingbird

/// Decides who may read the metrics: they tell how much goes on here, and of what kind.
package struct MetricsDoor: Sendable {
  private let addresses: [AllowedAddress]
  private let token: Secret?

  /// - Parameters:
  ///   - addresses: whose requests need no token.
  ///   - token: lets everybody else in who sends it as a bearer token; `nil` lets nobody else in.
  package init(addresses: [AllowedAddress], token: Secret? = nil) {
    self.addresses = addresses
    self.token = token
  }

  /// Only this machine, without a token.
  package static let loopback = MetricsDoor(addresses: ["127.0.0.0/8", "::1"].compactMap { AllowedAddress($0) })

  /// - Throws: ``MetricsRefusal``.
  func check(_ request: Request, from address: String?) throws(MetricsRefusal) {
    if let address = address.flatMap(IPAddress.init), addresses.contains(where: { $0.holds(address) }) { return }
    guard let token else { throw .address }
    let sent = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
    guard sent.count == 2, sent[0].lowercased() == "bearer", Self.digest(sent[1]) == Self.digest(token.revealed) else {
      throw .token
    }
  }

  /// Digests are compared in constant time.
  private static func digest(_ text: some StringProtocol) -> SHA256.Digest { SHA256.hash(data: Data(text.utf8)) }
}

/// Why the metrics are not shown.
package enum MetricsRefusal: CodedError, Equatable {
  /// They are shown to some addresses only, and this one isn't among them.
  case address
  /// The bearer token is missing or another one.
  case token

  package var code: String { "metrics_not_allowed" }
  package var category: ErrorCategory { self == .token ? .unauthenticated : .forbidden }
  package var message: String {
    switch self {
    case .address: "The metrics are only shown to the addresses that the operator lists."
    case .token: "The metrics need their bearer token."
    }
  }
  package var advice: String? {
    switch self {
    case .address: "List the address in the setting metrics.allow, or set metrics.token."
    case .token: "Send Authorization: Bearer with the token of the setting metrics.token."
    }
  }
}
