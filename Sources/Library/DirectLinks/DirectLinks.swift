package import Identity

/// Durable public addresses of renditions.
package struct DirectLinks: Sendable {
  let context: LibraryContext

  /// Makes a link. The same name for the same asset is refused, so a retry that meets
  /// ``LibraryError/nameTaken(_:by:)`` finds its link by that name in ``links(of:as:)``.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``, ``LibraryError/illegalName(_:problem:)``, ``DirectLinkError``.
  package func create(_ draft: DirectLinkDraft, for asset: AssetID, as principal: Principal) async throws -> DirectLink
  { throw Unfinished() }

  /// The links of one asset, oldest first.
  package func links(of asset: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [DirectLink]
  { throw Unfinished() }

  /// All links but the archived ones, newest first, and how many there are.
  package func all(offset: Int = 0, count: Int = 50, as principal: Principal) async throws
    -> (total: Int, links: [DirectLink])
  { throw Unfinished() }

  /// Whether the asset has no link of this name.
  package func isNameFree(_ name: String, for asset: AssetID, as principal: Principal) async throws -> Bool {
    throw Unfinished()
  }

  /// Switches links of an asset on or off, or archives them; all or nothing.
  /// - Parameter state: anything but ``DirectLinkState/broken``, which follows from the asset.
  package func setState(
    _ state: DirectLinkState, of links: [DirectLinkID], asset: AssetID, as principal: Principal
  ) async throws -> [DirectLink] { throw Unfinished() }

  /// What a visitor who follows a link gets; asks for no sign-in.
  /// - Parameter path: of the request, from the origin's root on, decoded or not.
  /// - Throws: ``DirectLinkError``.
  package func content(path: String) async throws -> (link: DirectLinkID, content: MediaContent) { throw Unfinished() }

  /// Counts a visit.
  /// - Parameters:
  ///   - visitor: what tells one visitor from another, such as the address; kept only as a keyed hash.
  ///   - bytes: how many were sent.
  package func countVisit(to link: DirectLinkID, visitor: String, bytes: Int64) async throws { throw Unfinished() }
}
