import Core
import Foundation
import Persistence

/// The SQL of attributes.
struct AttributeStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// The system's by name, then the others in the order in which they were made.
  func all() throws -> [Attribute] {
    try session.rows(
      """
      select * from library_attribute
      order by is_system desc, case when is_system = 1 then 0 else created_at end, name_key
      """
    ).map(Self.attribute)
  }

  func attribute(_ id: AttributeID) throws -> Attribute {
    guard let row = try session.row("select * from library_attribute where id = \(id)") else {
      throw LibraryError.attributeNotFound(id)
    }
    return try Self.attribute(row)
  }

  /// Whether another attribute has the name.
  func isTaken(_ name: String, except id: AttributeID?) throws -> Bool {
    try session.exists(
      """
      select 1 from library_attribute where name_key = \(TextFolding.key(name)) and id <> \(id?.description ?? "")
      """)
  }

  func insert(_ attribute: Attribute, at date: Date) throws {
    let definition = attribute.definition
    try session.run(
      """
      insert into library_attribute (id, name, name_key, type, is_system, is_required, is_displayed, shows_label,
        options, default_value, embedded, delimiter, created_at)
      values (\(attribute.id), \(definition.name), \(TextFolding.key(definition.name)), \(definition.type.rawValue),
        \(attribute.isSystem), \(definition.isRequired), \(definition.isDisplayed), \(definition.showsLabel),
        \(try Self.json(definition.options)), \(definition.defaultValue),
        \((try definition.embedded.map(Self.json)).sqlValue), \(definition.delimiter), \(date))
      on conflict (id) do nothing
      """)
  }

  func update(_ id: AttributeID, _ definition: AttributeDefinition) throws {
    try session.run(
      """
      update library_attribute set name = \(definition.name), name_key = \(TextFolding.key(definition.name)),
        type = \(definition.type.rawValue), is_required = \(definition.isRequired),
        is_displayed = \(definition.isDisplayed), shows_label = \(definition.showsLabel),
        options = \(try Self.json(definition.options)), default_value = \(definition.defaultValue),
        embedded = \((try definition.embedded.map(Self.json)).sqlValue), delimiter = \(definition.delimiter)
      where id = \(id)
      """)
  }

  func delete(_ id: AttributeID) throws {
    try session.run("delete from library_attribute where id = \(id)")
  }

  /// The assets that have a value.
  func assets(with id: AttributeID) throws -> [AssetID] {
    try session.rows("select asset from library_asset_attribute where attribute = \(id)").map { try $0.id("asset") }
  }

  private static func attribute(_ row: Row) throws -> Attribute {
    let definition = AttributeDefinition(
      name: try row.string("name"), type: try row.choice("type"), isRequired: try row.bool("is_required"),
      isDisplayed: try row.bool("is_displayed"), showsLabel: try row.bool("shows_label"),
      options: try read(row.string("options")), defaultValue: try row.string("default_value"),
      embedded: try row.stringIfAny("embedded").map { try read($0) }, delimiter: try row.string("delimiter"))
    return Attribute(id: try row.id("id"), definition: definition, isSystem: try row.bool("is_system"))
  }

  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }

  private static func read<Value: Decodable>(_ text: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }
}
