package import Blobs
package import Core
package import Persistence

/// The asset library: the door of this room.
///
/// ```swift
/// let library = try await Library(store: store, blobs: blobs, effects: .live, sealer: sealer, settings: settings)
/// let found = try await library.search.assets(SearchRequest(text: "sunset"), as: principal)
/// ```
///
/// Every call that takes a principal asks `Access` before it looks.
package struct Library: Sendable {
  package let assets: Assets
  package let categories: Categories
  package let keywords: Keywords
  package let attributes: Attributes
  package let uploads: Uploads
  package let collections: Collections
  package let directLinks: DirectLinks
  package let search: AssetSearch
  package let mediaURLs: MediaURLs
  package let events: LibraryEvents
  package let runFiles: RunFiles
  package let intake: Intake
  package let settings: LibrarySettings
  let context: LibraryContext

  /// Opens the library; makes what a new one needs: its identifier, its signing key, the root category and the system
  /// attributes.
  /// - Parameters:
  ///   - store: with ``LibrarySchema/migrations`` applied.
  ///   - sealer: encrypts the key that signs media URLs.
  package init(
    store: any Store, blobs: any BlobStore, effects: Effects, sealer: Sealer, settings: LibrarySettings
  ) async throws {
    let identity = try await LibraryIdentity.load(from: store, effects: effects, sealer: sealer)
    let context = LibraryContext(
      store: store, blobs: blobs, effects: effects, settings: settings, identity: identity)
    try await LibrarySeed(context: context).plant()
    self.context = context
    self.settings = settings
    assets = Assets(context: context)
    categories = Categories(context: context)
    keywords = Keywords(context: context)
    attributes = Attributes(context: context)
    uploads = Uploads(context: context)
    collections = Collections(context: context)
    directLinks = DirectLinks(context: context)
    search = AssetSearch(context: context)
    mediaURLs = MediaURLs(context: context)
    events = LibraryEvents(context: context)
    runFiles = RunFiles(context: context)
    intake = Intake(context: context)
  }

  /// Identifies this library on the MediaValet wire; made once.
  package var id: LibraryID { context.identity.id }
}
