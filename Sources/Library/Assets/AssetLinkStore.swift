import Core
import Persistence

/// Writes what hangs on an asset: values of attributes, categories and keywords.
struct AssetLinkStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Parameter value: `nil` takes it away.
  func set(_ value: AttributeValue?, for attribute: AttributeID, of asset: AssetID) throws {
    guard let value else {
      try session.run(
        "delete from library_asset_attribute where asset = \(asset) and attribute = \(attribute)")
      return
    }
    try session.run(
      """
      insert into library_asset_attribute (asset, attribute, value, value_key, number)
      values (\(asset), \(attribute), \(value.text), \(TextFolding.key(value.text)), \(value.number.sqlValue))
      on conflict (asset, attribute) do update set value = excluded.value, value_key = excluded.value_key,
        number = excluded.number
      """)
  }

  /// - Parameter categories: all of them, in order.
  func set(categories: [CategoryID], of asset: AssetID) throws {
    try session.run(
      "delete from library_asset_category where asset = \(asset) and category not in \(list: Self.orNone(categories))")
    for (position, category) in categories.enumerated() {
      try session.run(
        """
        insert into library_asset_category (asset, category, position) values (\(asset), \(category), \(position))
        on conflict (asset, category) do update set position = excluded.position
        """)
    }
  }

  /// - Parameter keywords: all of them, in order.
  func set(keywords: [KeywordID], of asset: AssetID) throws {
    try session.run(
      "delete from library_asset_keyword where asset = \(asset) and keyword not in \(list: Self.orNone(keywords))")
    for (position, keyword) in keywords.enumerated() {
      try session.run(
        """
        insert into library_asset_keyword (asset, keyword, position) values (\(asset), \(keyword), \(position))
        on conflict (asset, keyword) do update set position = excluded.position
        """)
    }
  }

  /// `not in (null)` would match nothing; no identifier is empty.
  private static func orNone<Entity>(_ ids: [ID<Entity>]) -> [String] {
    ids.isEmpty ? [""] : ids.map(\.description)
  }
}
