import Blobs
import Core

/// Stands in a row of the journal for a value that is too large for it and rests among the blobs.
///
/// As JSON: `{"$payload": {"blob": "…", "bytes": 81234, "start": "{\"files\":[…"}}`. A value of a flow that happens to
/// look like that is kept as `{"$payload": {"value": …}}`, so that nobody can make up a reference.
struct PayloadReference: Hashable {
  static let member = "$payload"
  /// How much of the value's JSON is kept in the row, to be shown.
  static let startLength = 2048

  let hash: ContentHash
  /// The length of the value's JSON.
  let bytes: Int
  /// The beginning of the value's JSON, masked for showing.
  let start: String

  init(hash: ContentHash, bytes: Int, start: String) {
    self.hash = hash
    self.bytes = bytes
    self.start = start
  }

  /// - Returns: `nil` when the stored value is no reference.
  init?(stored: JSONValue) {
    guard let fields = Self.fields(of: stored), let hash = fields["blob"]?.stringValue.flatMap({ ContentHash($0) }),
      let bytes = fields["bytes"]?.intValue
    else { return nil }
    self.init(hash: hash, bytes: Int(bytes), start: fields["start"]?.stringValue ?? "")
  }

  var stored: JSONValue {
    [Self.member: ["blob": .string(hash.sha256), "bytes": JSONValue(bytes), "start": .string(start)]]
  }

  /// A value as rows keep it.
  static func escaped(_ value: JSONValue) -> JSONValue {
    fields(of: value) == nil ? value : [member: ["value": value]]
  }

  /// The value that a row keeps, unless it keeps a reference.
  static func unescaped(_ stored: JSONValue) -> JSONValue {
    fields(of: stored)?["value"] ?? stored
  }

  private static func fields(of value: JSONValue) -> JSONObject? {
    guard case .object(let object) = value, object.count == 1 else { return nil }
    return object[member]?.objectValue
  }
}
