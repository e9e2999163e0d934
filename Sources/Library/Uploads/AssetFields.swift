import Foundation

/// The fields of a new asset: what the uploader said, and what system attributes said on top.
struct AssetFields: Sendable, Hashable {
  private(set) var title: String
  private(set) var description: String
  private(set) var altText: String
  private(set) var fileName: String
  private(set) var expiresAt: Date?

  /// - Parameter altText: where no attribute says another.
  init(_ preflight: UploadPreflight, altText: String = "") {
    self.altText = altText
    title = preflight.title
    description = preflight.description
    fileName = preflight.fileName
    for change in preflight.changes {
      switch change {
      case .title(let text): title = text
      case .description(let text): description = text
      case .altText(let text): self.altText = text
      case .fileName(let name): fileName = name
      case .expiresAt(let date): expiresAt = date
      case .status, .attribute, .categories, .keywords: break
      }
    }
  }
}
