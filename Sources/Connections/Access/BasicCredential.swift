import Core
import Foundation

/// The encoding of RFC 7617.
enum BasicCredential {
  static func encode(userName: String, password: Secret) -> String {
    Data("\(userName):\(password.revealed)".utf8).base64EncodedString()
  }
}
