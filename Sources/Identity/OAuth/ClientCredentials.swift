import Core
import Foundation
import Persistence

/// How an application says who it is: by the `Authorization` header, in the form, or in both alike.
struct ClientCredentials: Sendable {
  let id: ApplicationID
  let secret: Secret?

  /// Reads them (RFC 6749, section 2.3.1). MediaValet's own C# sample sends the header and repeats `client_id` in the
  /// form, so both are taken as long as they agree.
  static func read(authorization: String?, _ parameters: OAuthParameters) throws(OAuthError) -> ClientCredentials {
    let formID = try parameters.one("client_id")
    let formSecret = try parameters.one("client_secret")
    guard let authorization else {
      guard let formID, let id = ApplicationID(formID) else { throw .invalidClient }
      return ClientCredentials(id: id, secret: formSecret.map(Secret.init))
    }
    guard let basic = decode(authorization), let id = ApplicationID(basic.id) else {
      throw .invalidClient
    }
    if let formID, ApplicationID(formID) != id {
      throw .invalidRequest("The client in the header and the one in the form differ.")
    }
    if let formSecret, formSecret != basic.secret {
      throw .invalidRequest("The secret in the header and the one in the form differ.")
    }
    return ClientCredentials(id: id, secret: basic.secret.isEmpty ? nil : Secret(basic.secret))
  }

  /// The application, when the secret is right: public ones must give none, all others theirs.
  func application(in session: any Session) throws -> OAuthApplication {
    guard let stored = try ApplicationStore.find(id, in: session), stored.application.isEnabled else {
      throw OAuthError.invalidClient
    }
    let isRight =
      switch (stored.secretHash, secret) {
      case (nil, nil): true
      case (let hash?, let secret?): ConstantTime.equal(hash, TokenHash.of(secret.revealed))
      default: false
      }
    guard isRight else { throw OAuthError.invalidClient }
    return stored.application
  }

  private static func decode(_ header: String) -> (id: String, secret: String)? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      let bytes = Data(base64Encoded: parts[1].trimmingCharacters(in: .whitespaces)),
      let text = String(bytes: bytes, encoding: .utf8)
    else { return nil }
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    return (formDecoded(halves[0]), formDecoded(halves[1]))
  }

  private static func formDecoded(_ text: Substring) -> String {
    text.removingPercentEncoding ?? String(text)
  }
}
