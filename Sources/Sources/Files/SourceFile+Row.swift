import Blobs
import Connectors
import Core
import Foundation
import Library
import Persistence

extension SourceFile {
  init(_ row: Row) throws {
    self.init(
      id: RemoteID(try row.string("remote")), kind: try row.bool("is_folder") ? .folder : .file,
      parent: try row.stringIfAny("parent").map(RemoteID.init), path: RemotePath(text: try row.string("path")),
      name: try row.string("name"), state: try row.choice("state"), seen: try row.int("seen"))
    size = try row.int64IfAny("size")
    modifiedAt = try row.dateIfAny("modified_at")
    version = try row.stringIfAny("version")
    for (kind, hash) in try row.jsonIfAny("hashes")?.objectValue ?? [:] { hashes[kind] = hash.stringValue }
    mime = try row.stringIfAny("mime")
    page = try row.stringIfAny("page")
    let fields = try row.jsonIfAny("fields")
    self.fields = MappedFields(json: fields)
    lead = fields?["lead"]
    asset = try row.idIfAny("asset")
    content = try row.stringIfAny("content").flatMap { ContentHash($0) }
    written = try row.jsonIfAny("written").map(Written.init(json:))
    tries = try row.int("tries")
    dueAt = try row.dateIfAny("due_at")
    problem = try row.stringIfAny("problem")
  }

  /// In the order of the store's columns, without the source.
  var columns: [SQLValue] {
    let hashes = hashes.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
    let key = path.text.lowercased()
    return [
      id.text.sqlValue, (kind == .folder).sqlValue, (parent?.text).sqlValue, path.text.sqlValue,
      (key.utf8.elementsEqual(path.text.utf8) ? nil : key).sqlValue, name.sqlValue,
      size.sqlValue, modifiedAt.sqlValue, version.sqlValue,
      (hashes.isEmpty ? .null : JSONValue.object(JSONObject(hashes)).sqlValue), mime.sqlValue, page.sqlValue,
      described.sqlValue, state.rawValue.sqlValue, asset.sqlValue, (content?.sha256).sqlValue,
      (written?.json).sqlValue, tries.sqlValue, dueAt.sqlValue, problem.sqlValue, seen.sqlValue,
    ]
  }
}

extension SourceFile {
  /// What the service says of it, with what leads to its bytes.
  private var described: JSONValue? {
    guard let lead else { return fields.json }
    var object = fields.json?.objectValue ?? [:]
    object["lead"] = lead
    return .object(object)
  }
}

extension SourceFile.Written {
  var json: JSONValue {
    var object: JSONObject = ["fileName": .string(fileName)]
    object["category"] = category.map { JSONValue($0) }
    object["fields"] = fields.json
    if isMarked { object["marked"] = true }
    return .object(object)
  }

  init(json: JSONValue) {
    self.init(
      fileName: json["fileName"]?.stringValue ?? "", category: json["category"]?.stringValue.flatMap { CategoryID($0) },
      fields: MappedFields(json: json["fields"]), isMarked: json["marked"] == true)
  }
}
