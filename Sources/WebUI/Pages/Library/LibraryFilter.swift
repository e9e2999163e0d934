import Core
import Foundation
import HTTPAPI
import Library

/// What of the library is to be seen, as it stands in the page's address.
struct LibraryFilter: Sendable {
  let search: String?
  let category: CategoryID?
  let collection: CollectionID?
  let kind: MediaKind?
  /// Counted from 1.
  let page: Int

  init(_ query: QueryParameters) throws {
    search = query.string("search")
    category = try query.id("category")
    collection = try query.id("collection")
    kind = query.string("kind").flatMap(MediaKind.init(rawValue:))
    page = try query.int("page", in: 1...1_000_000) ?? 1
  }

  var isActive: Bool { search != nil || category != nil || collection != nil || kind != nil }

  /// The question to the library.
  var request: SearchRequest {
    var container: [String] = []
    if let category {
      container.append(
        "(CategoryIds/ANY(c: c EQ '\(category)') OR CategoryAncestorIds/ANY(c: c EQ '\(category)'))")
    }
    if let collection { container.append("(LightboxIds/ANY(l: l EQ '\(collection)'))") }
    return SearchRequest(
      text: search ?? "", filters: kind.map { "(AssetType EQ \($0.rawValue))" } ?? "",
      container: container.joined(separator: " AND "), offset: (page - 1) * LibraryPage.pageSize,
      count: LibraryPage.pageSize)
  }

  /// The address of a view of the library without what the last act there said, or of the whole library.
  static func addressWithoutNotice(_ address: String?) -> String {
    guard let address, var parts = URLComponents(string: address), parts.path == "/app/library", parts.host == nil
    else {
      return "/app/library"
    }
    parts.queryItems = parts.queryItems?.filter { !["notice", "count", "undo"].contains($0.name) }
    if parts.queryItems?.isEmpty == true { parts.queryItems = nil }
    return parts.string ?? "/app/library"
  }

  /// The address of another page of the same.
  func address(page: Int) -> String {
    var parts = URLComponents()
    parts.path = "/app/library"
    let values = [
      ("search", search), ("category", category?.description), ("collection", collection?.description),
      ("kind", kind?.rawValue), ("page", page > 1 ? String(page) : nil),
    ]
    let items = values.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
    parts.queryItems = items.isEmpty ? nil : items
    return parts.string ?? parts.path
  }
}
