import Core
import Crypto
import Foundation

/// Ties a form to the browser it was shown in.
///
/// It is derived from the secret in the browser's cookie, so that nothing more has to be stored and no other session's
/// token fits; a page of another site can read neither. Before anybody is signed in, the cookie of ``SessionCookie/form(_:)`` is used.
package enum CSRFToken {
  /// The token for the hidden field `csrf`.
  /// - Parameter cookie: the value of the cookie.
  package static func make(for cookie: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("weir form".utf8), using: SymmetricKey(data: Data(cookie.utf8)))
    return Base64URL.encode(code)
  }

  /// - Throws: ``SignInError/forgedForm`` unless `token` was made for `cookie`.
  package static func verify(_ token: String?, for cookie: String?) throws(SignInError) {
    guard let token, let cookie, !cookie.isEmpty, ConstantTime.equal(token.utf8, make(for: cookie).utf8) else {
      throw .forgedForm
    }
  }
}
