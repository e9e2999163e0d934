package import Core

extension RemoteItem {
  /// As command line and fixtures show it; what isn't known is left out.
  package var json: JSONValue {
    var json: JSONObject = ["id": .string(id), "name": .string(name), "kind": .string(kind.rawValue)]
    json["parent"] = parent.map(JSONValue.string)
    json["path"] = path.map(JSONValue.string)
    json["size"] = size.map(JSONValue.int)
    json["mime"] = mime.map(JSONValue.string)
    json["created"] = createdAt.map { JSONValue($0) }
    json["modified"] = modifiedAt.map { JSONValue($0) }
    json["version"] = version.map(JSONValue.string)
    if !hashes.isEmpty {
      json["hashes"] = .object(JSONObject(hashes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    json["page"] = page.map(JSONValue.string)
    return .object(json)
  }
}

extension RemoteItem {
  /// The same, with what the service says of a file by those places.
  package func json(_ places: [FileField: FieldPlaces]) -> JSONValue {
    guard kind == .file, let said = places.json(of: fields), var object = json.objectValue else { return json }
    object["fields"] = said
    return .object(object)
  }
}

extension RemoteChanges.Change {
  /// As command line and fixtures show it: an item, or `{removed}` or `{removedPath}`.
  package var json: JSONValue { json([:]) }

  /// The same, with what the service says of a file by those places.
  package func json(_ places: [FileField: FieldPlaces]) -> JSONValue {
    switch self {
    case .present(let item): item.json(places)
    case .removed(let id): ["removed": .string(id)]
    case .removedPath(let path): ["removedPath": .string(path)]
    }
  }
}
