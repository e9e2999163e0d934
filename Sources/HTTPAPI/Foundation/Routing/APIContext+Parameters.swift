package import Core
package import Identity

extension APIContext {
  /// A part of the path, percent-decoded; empty when the template doesn't name it.
  package func parameter(_ name: String) -> String {
    pathParameters[name] ?? ""
  }

  /// A part of the path that is a UUID, bare or as `urn:uuid:`, in any case.
  /// - Throws: ``RequestError/invalidParameter(_:value:expected:)`` (400).
  package func id<Entity>(_ name: String, as _: Entity.Type = Entity.self) throws -> ID<Entity> {
    guard let id = ID<Entity>(parameter(name)) else {
      throw RequestError.invalidParameter(name, value: parameter(name), expected: "a UUID")
    }
    return id
  }

  /// Whoever is calling.
  /// - Throws: ``RequestError/notSignedIn`` (401) when nobody is.
  package func requirePrincipal() throws -> Principal {
    guard let principal else { throw RequestError.notSignedIn }
    return principal
  }
}
