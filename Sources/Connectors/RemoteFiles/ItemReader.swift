import Core

/// Makes files and folders of what a service says of them.
///
/// A service may answer anything: what can't be read is left out, and only an item without an id is an error, because
/// nothing could be done with it and leaving it out would look as if it were gone.
struct ItemReader {
  /// For messages.
  let service: String

  /// - Parameter folder: the folder that was asked about, the parent of items that don't tell theirs.
  /// - Returns: `nil` for what is neither file nor folder.
  func item(_ value: JSONValue, _ rule: FileItemRule, in folder: String? = nil) throws(ActionError) -> RemoteItem? {
    let isFolder = rule.folder?.holds(for: value) ?? false
    guard isFolder || rule.file?.holds(for: value) ?? true else { return nil }
    guard let id = text(rule.id, value) else { throw missing("id", rule.id, value) }
    let path = text(rule.path, value).map(Self.trimmed)
    let last = path?.split(separator: "/").last.map(String.init)
    var item = RemoteItem(
      id: (isFolder ? rule.folderPrefix ?? rule.prefix : rule.prefix) + id, name: text(rule.name, value) ?? last ?? id,
      kind: isFolder ? .folder : .file)
    item.parent = text(rule.parent, value).map { (rule.folderPrefix ?? "") + $0 } ?? folder
    item.path = path
    item.size = size(rule.size, value)
    item.mime = text(rule.mime, value)
    item.createdAt = first(rule.created, value).flatMap(RemoteDate.parse)
    item.modifiedAt = first(rule.modified, value).flatMap(RemoteDate.parse)
    item.version = text(rule.version, value)
    for hash in rule.hashes { item.hashes[hash.kind] = text(hash.paths, value) }
    item.page = text(rule.page, value)
    item.fields = value
    return item
  }

  /// The first of the paths that leads to something.
  func first(_ paths: [JSONPath], _ value: JSONValue) -> JSONValue? {
    for path in paths {
      if let found = path.value(in: value), found != .null, found != "" { return found }
    }
    return nil
  }

  /// A text or a number as text.
  func text(_ paths: [JSONPath], _ value: JSONValue) -> String? {
    first(paths, value)?.scalarText
  }

  private func size(_ paths: [JSONPath], _ value: JSONValue) -> Int64? {
    let found = first(paths, value)
    let number = found?.intValue ?? found?.stringValue.flatMap { Int64($0) }
    return number.flatMap { $0 >= 0 ? $0 : nil }
  }

  private func missing(_ field: String, _ paths: [JSONPath], _ value: JSONValue) -> ActionError {
    let places = paths.map(\.description).joined(separator: ", ")
    return ActionError(
      code: "unexpected_item", category: .upstream,
      message: "\(service) lists something without \(field == "id" ? "an id" : "a \(field)"), expected at \(places).",
      advice: "The service may have changed; look for a newer version of the connector.",
      details: ["item": .string(String(value.serialized().prefix(2048)))])
  }

  /// A path without slashes around it.
  static func trimmed(_ path: String) -> String {
    var text = Substring(path)
    while text.hasPrefix("/") { text = text.dropFirst() }
    while text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}
