import Core

/// What an item needs so that its bytes are handed out later, when all that the service said of it isn't at hand any more.
extension ServiceFiles {
  /// As ``ItemReader/item(_:_:in:)``, with the item's ``RemoteItem/lead``.
  func readItem(
    _ value: JSONValue, _ rule: FileItemRule, in folder: String? = nil
  ) throws(ActionError) -> RemoteItem? {
    guard var item = try reader.item(value, rule, in: folder), item.kind == .file else {
      return try reader.item(value, rule, in: folder)
    }
    item.lead = lead(to: item)
    return item
  }

  /// Those of the item's fields that the call refers to which hands it out, each at its place.
  private func lead(to item: RemoteItem) -> JSONValue? {
    guard let call = files.download(of: item.id) else { return nil }
    let paths = call.input.references.compactMap { reference -> [String]? in
      guard reference.root == .item, reference.path.steps.first == "fields" else { return nil }
      return Array(reference.path.steps.dropFirst())
    }
    var lead: JSONValue?
    for path in paths {
      guard let found = JSONPath(steps: path).value(in: item.fields), found != .null else { continue }
      lead = Self.putting(found, at: path[...], of: lead)
    }
    return lead
  }

  /// A position in a list becomes a member of that name, which the same path leads to.
  private static func putting(_ value: JSONValue, at path: ArraySlice<String>, of whole: JSONValue?) -> JSONValue {
    guard let step = path.first else { return value }
    var object = whole?.objectValue ?? [:]
    object[step] = putting(value, at: path.dropFirst(), of: object[step])
    return .object(object)
  }
}
