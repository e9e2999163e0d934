package import Core
import Foundation
package import HTTPTypes

/// What a request to the service carries to be let in: the credential and the connection's own headers.
package struct Authorization: Sendable, Hashable {
  package let credential: Credential
  /// Which token it is; handed back with ``ConnectionAccess/rejected(_:generation:)`` when the service refuses it.
  package let generation: Int
  /// The connection's further headers, such as a subscription key, with their values.
  package let headers: [Header]

  package init(_ credential: Credential, generation: Int, headers: [Header] = []) {
    self.credential = credential
    self.generation = generation
    self.headers = headers
  }

  /// The kinds of proof.
  package enum Credential: Sendable, Hashable {
    case none
    /// `Authorization: Bearer …` (RFC 6750).
    case bearer(Secret)
    /// `Authorization: Basic …` (RFC 7617).
    case basic(userName: String, password: Secret)
    /// A header of the service's own.
    case header(name: String, value: Secret)
    /// A parameter in the query of every request, for services that take a key nowhere else.
    case parameter(name: String, value: Secret)
    /// A cookie, as some sessions want it.
    case cookie(name: String, value: Secret)
    /// A signature made of each request anew (RFC 5849).
    case oauth1(OAuth1Credential)
    /// A signature made of each request anew (AWS Signature Version 4).
    case aws(AWSCredential)
    /// For connectors in code that speak SSH; nothing is put onto requests.
    case ssh(SSHCredential)
  }

  /// One further header.
  package struct Header: Sendable, Hashable {
    package let name: String
    package let value: Secret

    package init(name: String, value: Secret) {
      self.name = name
      self.value = value
    }
  }
}

extension Authorization {
  /// Puts onto a request what doesn't depend on the rest of it. ``sign(_:effects:aws:)`` does everything.
  /// Call it only for the host that the connection belongs to.
  package func apply(to fields: inout HTTPFields) {
    for header in headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      fields[name] = header.value.revealed
    }
    switch credential {
    case .none, .parameter, .oauth1, .aws, .ssh: break
    case .bearer(let token): fields[.authorization] = "Bearer \(token.revealed)"
    case .basic(let userName, let password):
      fields[.authorization] = "Basic \(BasicCredential.encode(userName: userName, password: password))"
    case .header(let name, let value):
      guard let name = HTTPField.Name(name) else { return }
      fields[name] = value.revealed
    case .cookie(let name, let value): fields[.cookie] = "\(name)=\(value.revealed)"
    }
  }

  /// The address with the credential in its query, where it goes there. Call it only for the connection's own host.
  package func applied(toURL url: String) -> String {
    guard case .parameter(let name, let value) = credential else { return url }
    func encoded(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
    return url + (url.contains("?") ? "&" : "?") + "\(encoded(name))=\(encoded(value.revealed))"
  }

  /// Everything that must be masked wherever it turns up: the credential and the values of all headers.
  package var secrets: [Secret] {
    let further = headers.map(\.value)
    switch credential {
    case .none: return further
    case .bearer(let token): return [token] + further
    case .basic(let userName, let password):
      return [password, Secret(BasicCredential.encode(userName: userName, password: password))] + further
    case .header(_, let value), .cookie(_, let value): return [value] + further
    case .parameter(_, let value):
      let encoded = value.revealed.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      return [value, Secret(encoded)] + further
    case .oauth1(let pairs): return [pairs.consumerSecret, pairs.token, pairs.tokenSecret] + further
    case .aws(let keys): return [keys.secretAccessKey] + [keys.sessionToken].compactMap(\.self) + further
    case .ssh(let keys): return [keys.privateKey, keys.passphrase, keys.password].compactMap(\.self) + further
    }
  }
}
