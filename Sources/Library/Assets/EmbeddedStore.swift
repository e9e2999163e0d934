import Core
import Persistence

/// The SQL of what files say about themselves.
struct EmbeddedStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// In the file's order.
  func properties(of asset: AssetID) throws -> [EmbeddedProperty] {
    try session.rows("select * from library_embedded where asset = \(asset) order by position").map { row in
      EmbeddedProperty(
        family: try row.string("family"), tagGroup: try row.string("tag_group"), name: try row.string("name"),
        value: try row.string("value"))
    }
  }

  /// Replaces what was known of an asset.
  func replace(_ properties: [EmbeddedProperty], of asset: AssetID) throws {
    try session.run("delete from library_embedded where asset = \(asset)")
    for (position, property) in properties.enumerated() {
      try session.run(
        """
        insert into library_embedded (asset, position, family, tag_group, name, value)
        values (\(asset), \(position), \(property.family), \(property.tagGroup), \(property.name), \(property.value))
        """)
    }
  }
}
