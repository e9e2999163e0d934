import Core
import Foundation
import Library

/// What the library page shows: one page of tiles, and the filters that lead to others.
struct LibraryPage: Sendable {
  /// How many tiles a page has.
  static let pageSize = 60

  let frame: PageFrame
  let heading: String
  let count: String
  let search: String?
  /// The collection that is shown, to be kept when a filter changes.
  let collection: String?
  let isFiltered: Bool
  let problem: String?
  let categories: [Choice]
  let kinds: [Choice]
  let assets: [AssetTile]
  let pages: Pages?
  /// Where uploads go: the category that is shown, or the root.
  let uploadTo: String
  let sharing: Sharing?
  let csrf: String
  let canUpload: Bool
  let canSelect: Bool
  let bulk: Bulk?

  /// Who sees the collection, and how to change that.
  struct Sharing: Sendable {
    let action: String
    let text: String
    let change: String
    let label: String

    /// - Returns: `nil` when whoever looks may not share it.
    init?(_ collection: AssetCollection?) {
      guard let collection, collection.permissions.contains(.share) else { return nil }
      action = "/app/collections/\(collection.id)/sharing"
      let isShared = !collection.everyone.isEmpty
      text = isShared ? "Everybody in the library sees this collection." : "Only its owner and chosen people see it."
      change = isShared ? "" : "view"
      label = isShared ? "Make it private" : "Share with everybody"
    }
  }

  /// What may be done with chosen assets.
  struct Bulk: Sendable {
    let csrf: String
    let from: String
    let canEdit: Bool
    let canCollect: Bool
    let canDelete: Bool
    let categories: [Choice]
    /// Those that may be added to.
    let collections: [Choice]
  }

  /// One entry of a filter.
  struct Choice: Sendable {
    let id: String
    let name: String
    let isChosen: Bool
  }

  /// Where the neighbouring pages are.
  struct Pages: Sendable {
    let previous: String?
    let position: String
    let next: String?

    /// How many pages so many assets fill.
    static func count(_ total: Int) -> Int { (total + LibraryPage.pageSize - 1) / LibraryPage.pageSize }

    /// - Returns: `nil` when everything fits on one page.
    init?(_ filter: LibraryFilter, total: Int) {
      guard total > LibraryPage.pageSize else { return nil }
      let count = Self.count(total)
      previous = filter.page > 1 ? filter.address(page: filter.page - 1) : nil
      next = filter.page < count ? filter.address(page: filter.page + 1) : nil
      position = "Page \(filter.page) of \(count)"
    }
  }
}

/// What a tile shows of an asset.
struct AssetTile: Sendable {
  let id: String
  let title: String
  let altText: String
  let detail: String
  /// The media URL of the rendition, if there is one.
  let thumbnail: String?
  let width: Int
  let height: Int
  /// `#rrggbb`: what stands there until the picture has come.
  let background: String?
  /// Stands in where there is no rendition.
  let icon: String
  /// On the picture, as the length of a video.
  let badge: String?

  init(_ asset: Asset, urls: MediaURLs, templates: PageTemplates) {
    id = asset.id.description
    title = asset.title.isEmpty ? asset.original.fileName : asset.title
    altText = asset.altText.isEmpty ? title : asset.altText
    detail = "\(asset.original.fileType), \(Quantity.bytes(asset.original.size))"
    let rendition = asset.renditions[.small] ?? asset.renditions[.thumb]
    thumbnail = rendition.map { urls.address(of: asset, rendition: $0.kind) }
    width = rendition?.width ?? 4
    height = rendition?.height ?? 3
    background = asset.facts.dominantColour
    icon = templates.icon(Self.icon(for: asset.kind))
    badge = asset.facts.duration.map(Quantity.clock)
  }

  private static func icon(for kind: MediaKind) -> String {
    switch kind {
    case .image, .adobe: "image"
    case .video: "video"
    case .audio: "audio"
    case .document, .other: "document"
    }
  }
}
