import Core

/// Turns what somebody asks for into a link: a pure function.
struct DirectLinkMaker {
  let library: LibraryID

  /// - Throws: ``DirectLinkError/sizeUnavailable(_:)``, ``DirectLinkError/formatUnavailable(_:available:)``.
  func link(_ id: DirectLinkID, _ draft: DirectLinkDraft, name: String, for asset: Asset, _ act: Act)
    throws(DirectLinkError) -> DirectLink
  {
    guard let size = DirectLinkSize(word: draft.size) else { throw .sizeUnavailable(draft.size) }
    let available = size == .original ? Self.plain(asset.original.fileType) : Self.renditionFormat
    let format = Self.plain(draft.format ?? available)
    guard format == available else { throw .formatUnavailable(format, available: available) }
    let shown = size == .original ? asset.original.fileName : FileName.stem(asset.original.fileName) + ".jpg"
    return DirectLink(
      id: id, asset: asset.id, name: name, size: size, format: format, options: draft.options, state: .active,
      path: DirectLinkPath(asset: asset.id, link: id).text(library: library, size: size.word, name: shown),
      createdAt: act.at, createdBy: act.by, modifiedAt: act.at, views: 0, uniqueViews: 0, bandwidth: 0)
  }

  /// The name of a format that has several.
  private static func plain(_ format: String) -> String {
    switch format.uppercased() {
    case "JPEG": "JPG"
    case "TIF": "TIFF"
    case let other: other
    }
  }

  private static let renditionFormat = "JPG"
}
