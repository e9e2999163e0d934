/// What the operator decides about the library.
package struct LibrarySettings: Sendable, Hashable {
  /// The name of the tree's root, used when the library is made.
  package var rootName: String
  /// Whether uploads wait for approval.
  package var needsApproval: Bool
  /// How long an upload may rest before it is thrown away.
  package var uploadLifetime: Duration
  /// How long a signed media URL works.
  package var mediaURLLifetime: Duration
  /// The largest original in bytes.
  package var largestUpload: Int64

  package init(
    rootName: String = "Library", needsApproval: Bool = false, uploadLifetime: Duration = .seconds(24 * 3600),
    mediaURLLifetime: Duration = .seconds(24 * 3600), largestUpload: Int64 = 200 * 1_000_000_000
  ) {
    self.rootName = rootName
    self.needsApproval = needsApproval
    self.uploadLifetime = uploadLifetime
    self.mediaURLLifetime = mediaURLLifetime
    self.largestUpload = largestUpload
  }
}
