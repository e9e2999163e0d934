import Core
import Crypto
import Foundation
package import Identity
import Persistence

/// Durable public addresses of renditions.
package struct DirectLinks: Sendable {
  let context: LibraryContext

  /// Makes a link. The same name for the same asset is refused, so a retry that meets
  /// ``LibraryError/nameTaken(_:by:)`` finds its link by that name in ``links(of:includingDeleted:as:)``.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``, ``LibraryError/illegalName(_:problem:)``, ``DirectLinkError``.
  package func create(_ draft: DirectLinkDraft, for asset: AssetID, as principal: Principal) async throws -> DirectLink
  {
    try Access.require(.createDirectLinks, on: .library, as: principal)
    let name = try LibraryName.checked(draft.name)
    let id: DirectLinkID = context.effects.id()
    let act = context.act(as: principal)
    let library = context.identity.id
    return try await context.store.write { session in
      let target = try AssetStore(session).locked(asset, for: principal)
      try AuthorStore(session).note(act.by)
      let link = try DirectLinkMaker(library: library).link(id, draft, name: name, for: target, act)
      let store = DirectLinkStore(session)
      guard try store.insert(link, act) else { throw LibraryError.nameTaken(name, by: "link of this asset") }
      try HistoryStore(session).add(.directLink, to: asset, comment: name, act)
      guard let made = try store.link(id) else { throw DirectLinkError.notFound }
      return made
    }
  }

  /// The links of one asset, oldest first.
  /// - Throws: ``LibraryError/assetNotFound(_:)``.
  package func links(of asset: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [DirectLink]
  {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in
      _ = try AssetStore(session).visible(asset, to: principal, includingDeleted: includingDeleted)
      return try DirectLinkStore(session).links(of: asset)
    }
  }

  /// All links but the archived ones, newest first, and how many there are.
  package func all(offset: Int = 0, count: Int = 50, as principal: Principal) async throws
    -> (total: Int, links: [DirectLink])
  {
    try Access.require(.viewLibrary, on: .library, as: principal)
    let page = try SearchPlan.page(SearchRequest(offset: offset, count: count))
    return try await context.store.read { session in
      try DirectLinkStore(session).all(offset: page.offset, count: page.count)
    }
  }

  /// Whether the asset has no link of this name.
  package func isNameFree(_ name: String, for asset: AssetID, as principal: Principal) async throws -> Bool {
    try Access.require(.viewLibrary, on: .library, as: principal)
    let name = try LibraryName.checked(name)
    return try await context.store.read { session in
      _ = try AssetStore(session).visible(asset, to: principal, includingDeleted: false)
      return try !DirectLinkStore(session).isTaken(name, for: asset)
    }
  }

  /// Switches links of an asset on or off, or archives them; all or nothing.
  /// - Parameter state: anything but ``DirectLinkState/broken``, which follows from the asset.
  /// - Throws: ``DirectLinkError/notFound``, ``DirectLinkError/dead(_:)`` for ``DirectLinkState/broken``.
  package func setState(
    _ state: DirectLinkState, of links: [DirectLinkID], asset: AssetID, as principal: Principal
  ) async throws -> [DirectLink] {
    try Access.require(.createDirectLinks, on: .library, as: principal)
    if state == .broken { throw DirectLinkError.dead(.broken) }
    let now = context.effects.now()
    return try await context.store.write { session in
      _ = try AssetStore(session).locked(asset, for: principal)
      let store = DirectLinkStore(session)
      for id in links {
        guard try store.link(id)?.asset == asset else { throw DirectLinkError.notFound }
        try store.set(state, of: id, at: now)
      }
      return try links.compactMap { try store.link($0) }
    }
  }

  /// What a visitor who follows a link gets; asks for no sign-in.
  /// - Parameter path: of the request, from the origin's root on, percent-encoded as it came.
  /// - Throws: ``DirectLinkError``.
  package func content(path: String) async throws -> (link: DirectLinkID, content: MediaContent) {
    guard let path = DirectLinkPath(path) else { throw DirectLinkError.notFound }
    return try await context.store.read { session in
      guard let link = try DirectLinkStore(session).link(path.link), link.asset == path.asset else {
        throw DirectLinkError.notFound
      }
      guard link.state == .active else { throw DirectLinkError.dead(link.state) }
      let asset = try AssetStore(session).asset(link.asset)
      let kind: RenditionKind? = if case .rendition(let kind) = link.size { kind } else { nil }
      let content = try ContentStore(session).content(
        of: asset.id, mediaFile: asset.original.mediaFile, kind: kind, disposition: .inline)
      guard let content else { throw DirectLinkError.nothingToShow }
      return (link.id, content)
    }
  }

  /// Counts a visit.
  /// - Parameters:
  ///   - visitor: what tells one visitor from another, such as the address; kept only as a keyed hash.
  ///   - bytes: how many were sent.
  package func countVisit(to link: DirectLinkID, visitor: String, bytes: Int64) async throws {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("visitor\n\(link)\n\(visitor)".utf8), using: context.identity.signingKey)
    let hashed = Base64URL.encode(code.prefix(16))
    try await context.store.write { session in
      try DirectLinkStore(session).countVisit(to: link, visitor: hashed, bytes: bytes)
    }
  }
}
