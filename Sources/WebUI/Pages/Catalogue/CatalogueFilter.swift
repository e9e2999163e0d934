import Connections
import Connectors
import HTTPAPI

/// Which connectors are to be seen, as it stands in the page's address.
struct CatalogueFilter: Sendable {
  let search: ServiceSearch
  let ability: ConnectorAbility?
  let signIn: AuthenticationKind?
  /// As ``VerificationLabel/id``.
  let verified: String

  init(_ query: QueryParameters) {
    search = ServiceSearch(query)
    ability = query.string("can").flatMap(ConnectorAbility.init(rawValue:))
    signIn = query.string("sign-in").flatMap(AuthenticationKind.init(rawValue:))
    verified = query.string("tried") ?? ""
  }

  var isActive: Bool { search.isActive || ability != nil || signIn != nil || !verified.isEmpty }

  func fits(_ connector: ConnectorDefinition) -> Bool {
    search.fits(connector.title, connector.id.description, connector.summary)
      && (ability.map(connector.abilities.contains) ?? true)
      && (signIn.map { kind in connector.authentication.contains { $0.kind == kind.rawValue } } ?? true)
      && (verified.isEmpty || VerificationLabel(connector.provenance).id == verified)
  }
}
