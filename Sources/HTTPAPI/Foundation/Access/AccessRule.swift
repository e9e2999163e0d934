import Core
package import Identity

/// Who may call an endpoint, as far as the request's head tells.
///
/// A handler whose resource is only known after a look into the store says `.signedIn` and asks `Access.require`
/// itself.
package enum AccessRule: Sendable, Equatable {
  /// No proof is needed.
  case anyone
  /// Whoever is signed in, or holds a good access token.
  case signedIn
  /// Whoever has the permission on that resource.
  case permission(Permission, on: ResourceRule)

  /// What the permission is asked on.
  package enum ResourceRule: Sendable, Equatable {
    case site
    /// The organization's library.
    case library
    /// The team whose id stands in the path under this name.
    case team(parameter: String)
  }

  /// - Throws: ``RequestError/notSignedIn`` (401), or `AccessError` (403).
  func check(_ context: APIContext) throws {
    switch self {
    case .anyone: return
    case .signedIn: _ = try context.requirePrincipal()
    case .permission(let permission, let rule):
      let principal = try context.requirePrincipal()
      try Access.require(permission, on: resource(rule, context), as: principal)
    }
  }

  private func resource(_ rule: ResourceRule, _ context: APIContext) throws -> Resource {
    switch rule {
    case .site: .site
    case .library: .library
    case .team(let parameter): .team(try context.id(parameter))
    }
  }
}
