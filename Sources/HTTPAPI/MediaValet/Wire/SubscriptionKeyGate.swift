package import Core
import HTTPTypes
package import Hummingbird

/// Asks for the subscription key that MediaValet's gateway asks for, where the operator wants one.
///
/// Browser sessions of our own pages go without.
package struct SubscriptionKeyGate: Sendable {
  private let keys: Set<Secret>

  /// - Parameter keys: those that are good; none switches the check off.
  package init(keys: Set<Secret>) {
    self.keys = keys
  }

  /// - Throws: ``SubscriptionKeyError`` (401).
  package func check(_ request: Request) throws {
    guard !keys.isEmpty, request.headers[.authorization] != nil else { return }
    guard let key = request.headers[.subscriptionKey] else { throw SubscriptionKeyError.missing }
    guard keys.contains(Secret(key)) else { throw SubscriptionKeyError.invalid }
  }
}

/// Why the gateway's door stays shut. The texts are those of Azure API Management: clients tell by them whether a new
/// access token would help.
package enum SubscriptionKeyError: CodedError, Equatable {
  case missing
  case invalid

  package var code: String {
    switch self {
    case .missing: "subscription_key_missing"
    case .invalid: "subscription_key_invalid"
    }
  }

  package var category: ErrorCategory { .unauthenticated }

  package var message: String {
    switch self {
    case .missing:
      "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an "
        + "API."
    case .invalid:
      "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."
    }
  }

  var response: Response {
    .json(["statusCode": 401, "message": .string(message)], status: .unauthorized)
  }
}
