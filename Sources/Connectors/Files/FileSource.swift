/// A place whose files flows can read: folders, Weir's own store, a service behind a connection.
package protocol FileSource: Sendable {
  /// Opens the file that a handle means.
  /// - Throws: ``FileSourceError``, or what the place throws.
  func open(_ handle: MediaFileHandle) async throws -> OpenFile
}
