import Connections
import Connectors
import Foundation
import HTTPAPI

/// Which connectors are to be seen, as it stands in the page's address.
struct CatalogueFilter: Sendable {
  let text: String
  let ability: ConnectorAbility?
  let signIn: AuthenticationKind?
  /// As ``VerificationLabel/id``.
  let verified: String

  init(_ query: QueryParameters) {
    text = (query.string("q") ?? "").trimmingCharacters(in: .whitespaces)
    ability = query.string("can").flatMap(ConnectorAbility.init(rawValue:))
    signIn = query.string("sign-in").flatMap(AuthenticationKind.init(rawValue:))
    verified = query.string("tried") ?? ""
  }

  var isActive: Bool { !text.isEmpty || ability != nil || signIn != nil || !verified.isEmpty }

  func fits(_ connector: ConnectorDefinition) -> Bool {
    let words = text.lowercased().split(separator: " ")
    let said = "\(connector.title) \(connector.id) \(connector.summary)".lowercased()
    return words.allSatisfy { said.contains($0) } && (ability.map(connector.abilities.contains) ?? true)
      && (signIn.map { kind in connector.authentication.contains { $0.kind == kind.rawValue } } ?? true)
      && (verified.isEmpty || VerificationLabel(connector.provenance).id == verified)
  }
}
