import Core

/// What an edit does to an asset, noted as it goes on: for the version, the history and the events.
struct AssetEdit {
  let asset: Asset
  /// Field → `{"from","to"}`.
  private(set) var changes: JSONObject = [:]
  private(set) var events: [(type: LibraryEventType, data: JSONObject)] = []
  private var newStatus: AssetStatus?

  init(_ asset: Asset) {
    self.asset = asset
  }

  /// What the history says of it.
  var history: [(type: HistoryType, comment: String)] {
    var entries: [(HistoryType, String)] = []
    switch newStatus {
    case .approved: entries.append((.approve, ""))
    case .rejected: entries.append((.reject, ""))
    case let status?: entries.append((.statusChange, status.name))
    case nil: break
    }
    let fields = changes.keys.filter { $0 != "status" }
    if !fields.isEmpty { entries.append((.edit, fields.joined(separator: ", "))) }
    return entries
  }

  /// - Returns: whether the value is another.
  mutating func note(_ field: String, from old: String, to new: String) -> Bool {
    note(field, from: .string(old), to: .string(new))
  }

  /// - Returns: whether the value is another.
  mutating func note(_ field: String, from old: JSONValue, to new: JSONValue) -> Bool {
    if old == new { return false }
    changes[field] = ["from": old, "to": new]
    return true
  }

  mutating func note(_ status: AssetStatus) -> Bool {
    guard note("status", from: JSONValue(asset.status.rawValue), to: JSONValue(status.rawValue)) else { return false }
    newStatus = status
    events.append(
      (
        .statusUpdated,
        [
          "AssetId": JSONValue(asset.id), "CurrentVersion": JSONValue(asset.record.version + 1),
          "FileName": .string(asset.original.fileName), "Status": .string(status.name),
        ]
      ))
    return true
  }

  mutating func note(_ attribute: Attribute, to value: AttributeValue?) -> Bool {
    let old = JSONValue(asset.attributes[attribute.id])
    guard note("attributes/\(attribute.id)", from: old, to: JSONValue(value?.text)) else { return false }
    if let value {
      let data: JSONValue = [
        "Id": JSONValue(attribute.id), "Name": .string(attribute.name), "EmbeddedDataValue": .string(value.text),
      ]
      events.append((.attributesAdded, ["AssetId": JSONValue(asset.id), "Attributes": .array([data])]))
    }
    return true
  }

  /// - Parameter named: the name of a category.
  mutating func note(categories: [CategoryID], named: (CategoryID) throws -> String) throws {
    guard note("categories", from: Self.json(asset.categories), to: Self.json(categories)) else { return }
    for added in categories where !asset.categories.contains(added) {
      let name = try named(added)
      events.append(
        (
          .assetsAssigned,
          ["AssetIds": .array([JSONValue(asset.id)]), "CategoryId": JSONValue(added), "Name": .string(name)]
        ))
    }
    for removed in asset.categories where !categories.contains(removed) {
      let name = try named(removed)
      events.append(
        (
          .assetUnassigned,
          ["AssetId": JSONValue(asset.id), "CategoryId": JSONValue(removed), "Name": .string(name)]
        ))
    }
  }

  mutating func note(keywords: [Keyword], old: [Keyword]) {
    let words = { (keywords: [Keyword]) in JSONValue.array(keywords.map { .string($0.word) }) }
    guard note("keywords", from: words(old), to: words(keywords)) else { return }
    let oldIDs = Set(old.map(\.id))
    let newIDs = Set(keywords.map(\.id))
    let added = keywords.filter { !oldIDs.contains($0.id) }
    if !added.isEmpty {
      events.append(
        (.keywordsAdded, ["AssetId": JSONValue(asset.id), "Keywords": .array(added.map(Self.json))]))
    }
    for removed in old where !newIDs.contains(removed.id) {
      events.append((.keywordRemoved, ["AssetId": JSONValue(asset.id), "Keyword": Self.json(removed)]))
    }
  }

  static func json(_ keyword: Keyword) -> JSONValue {
    [
      "Id": JSONValue(keyword.id), "Value": .string(keyword.word),
      "ApprovalStatus": keyword.isApproved ? "Approved" : "Requested",
      "CreatedDateTime": JSONValue(keyword.requestedAt),
    ]
  }

  private static func json(_ ids: [CategoryID]) -> JSONValue { .array(ids.map { JSONValue($0) }) }
}
