import Core
import Crypto
import Foundation

/// The unguessable last part of the address at which one step of one run takes a callback.
///
/// Nobody but the program can make one: the run's own key, which never leaves the database, signs the run and the path.
struct CallbackToken: Sendable, Hashable {
  let run: RunID
  let path: String
  private let signature: String

  init(run: RunID, path: String, key: String) {
    self.run = run
    self.path = path
    signature = Self.signature(run, path, key)
  }

  /// - Returns: `nil` when it isn't in the form of one; whether it is genuine, ``isGenuine(key:)`` says.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let run = RunID(String(parts[0])),
      let path = Base64URL.decode(String(parts[1])), let name = String(validating: path, as: UTF8.self)
    else { return nil }
    self.run = run
    self.path = name
    signature = String(parts[2])
  }

  var text: String { "\(run).\(Base64URL.encode(Array(path.utf8))).\(signature)" }

  func isGenuine(key: String) -> Bool {
    guard let given = Base64URL.decode(signature) else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(
      given, authenticating: Self.message(run, path), using: SymmetricKey(data: Array(key.utf8)))
  }

  private static func signature(_ run: RunID, _ path: String, _ key: String) -> String {
    Base64URL.encode(
      Array(
        HMAC<SHA256>.authenticationCode(for: message(run, path), using: SymmetricKey(data: Array(key.utf8)))))
  }

  private static func message(_ run: RunID, _ path: String) -> [UInt8] { Array("\(run)\n\(path)".utf8) }
}
