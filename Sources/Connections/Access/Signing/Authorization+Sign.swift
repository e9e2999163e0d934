package import Core
package import Egress
package import Foundation
import HTTPTypes

/// Signs a request with AWS keys: method, address, headers and body as they will be sent, at that moment.
package typealias AWSSigner = @Sendable (inout OutboundRequest, AWSCredential, Date) throws -> Void

extension Authorization {
  /// Puts everything onto a request that is otherwise ready: headers, the key in the query, or a signature of the whole.
  ///
  /// To be called last, once for every sending, and only for the host that the connection belongs to: a signature holds
  /// for one moment and one request.
  /// - Parameter aws: the signer for AWS keys, which lives with the connectors.
  /// - Throws: whatever `aws` throws.
  package func sign(_ request: inout OutboundRequest, effects: Effects, aws: AWSSigner) throws {
    apply(to: &request.headers)
    request.url = applied(toURL: request.url)
    switch credential {
    case .oauth1(let pairs):
      let signature = OAuth1Signature(pairs, nonce: effects.token(bytes: 16), at: effects.now())
      request.headers[.authorization] = signature.header(for: request)
    case .aws(let keys): try aws(&request, keys, effects.now())
    case .none, .bearer, .basic, .header, .parameter, .cookie, .ssh: break
    }
  }
}
