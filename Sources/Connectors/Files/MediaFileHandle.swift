package import Core
package import Foundation

/// How a file travels through a flow: a small value that names where the bytes are. Never the bytes.
///
/// As JSON it is an object with the one member `$file`:
/// ```json
/// {"$file": {"name": "harbour.jpg", "size": 104857, "mime": "image/jpeg", "modified": "2026-11-06T04:31:36.953Z",
///            "from": {"connection": "folder", "locator": "incoming/harbour.jpg"}}}
/// ```
package struct MediaFileHandle: Sendable, Hashable {
  /// The file's name, with its extension and without any folder.
  package let name: String
  /// In bytes; `nil` where the source doesn't tell beforehand.
  package let size: Int64?
  package let mime: String?
  /// Of the whole content, as 64 hexadecimal digits, where known.
  package let sha256: String?
  /// When the bytes last changed, where the source tells; a file that changed since is refused.
  package let modified: Date?
  package let origin: Origin

  /// Where the bytes are.
  package enum Origin: Sendable, Hashable {
    /// Behind a connection (its id), or behind a source that needs none (``FolderConnector/sourceName``). The locator is
    /// the source's own name for the file.
    case connection(String, locator: String)
    /// In Weir's own store, by hash.
    case blob(String)
  }

  package init(
    name: String, size: Int64?, mime: String? = nil, sha256: String? = nil, modified: Date? = nil, origin: Origin
  ) {
    self.name = name
    self.size = size
    self.mime = mime
    self.sha256 = sha256
    self.modified = modified
    self.origin = origin
  }
}

extension MediaFileHandle {
  /// Reads a handle.
  /// - Returns: `nil` when `json` isn't one.
  package init?(json: JSONValue) {
    guard let file = json["$file"]?.objectValue, json.objectValue?.count == 1, let name = file["name"]?.stringValue,
      !name.isEmpty, let from = file["from"]?.objectValue
    else { return nil }
    if let hash = from["blob"]?.stringValue {
      origin = .blob(hash)
    } else if let connection = from["connection"]?.stringValue, let locator = from["locator"]?.stringValue {
      origin = .connection(connection, locator: locator)
    } else {
      return nil
    }
    self.name = name
    size = file["size"]?.intValue
    mime = file["mime"]?.stringValue
    sha256 = file["sha256"]?.stringValue
    modified = file["modified"]?.stringValue.flatMap(Timestamp.parse)
  }

  /// The handle as it travels.
  package var json: JSONValue {
    var file: JSONObject = ["name": .string(name)]
    file["size"] = size.map(JSONValue.int)
    file["mime"] = mime.map(JSONValue.string)
    file["sha256"] = sha256.map(JSONValue.string)
    file["modified"] = modified.map { JSONValue($0) }
    switch origin {
    case .connection(let connection, let locator):
      file["from"] = ["connection": .string(connection), "locator": .string(locator)]
    case .blob(let hash): file["from"] = ["blob": .string(hash)]
    }
    return ["$file": .object(file)]
  }
}
