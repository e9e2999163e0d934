import Core

/// Reads the `files` section.
extension DefinitionReader {
  static let filesFields = [
    "top", "list", "tree", "read", "changes", "item", "fields", "download", "upload", "replace", "makeFolder", "remove",
    "search",
    "folderVersions", "idsStay",
  ]

  mutating func files(_ node: YAMLNode?) -> FilesDefinition? {
    guard let node else { return nil }
    let members = members(node, known: Self.filesFields)
    guard let item = required("item", of: members, in: node), let list = required("list", of: members, in: node),
      let rule = itemRule(item)
    else { return nil }
    let top = members["top"].flatMap { $0.text == "" ? nil : template($0) }
    var files = FilesDefinition(top: top ?? .empty, list: listings(list), item: rule)
    files.tree = listings(members["tree"])
    files.read = call(members["read"])
    files.changes = changes(members["changes"])
    if files.changes?.readsAnew == true, files.read == nil, let node = members["changes"] {
      report(node, "\"readsAnew\" needs a \"read\" beside \"changes\"")
    }
    for node in members["download"]?.elements ?? members["download"].map({ [$0] }) ?? [] {
      guard let found = download(node) else { continue }
      if case .prefix = found.place { files.otherDownloads.append(found) } else { files.download = found.call }
    }
    files.fields = fields(members["fields"])
    files.upload = call(members["upload"])
    files.replace = call(members["replace"])
    files.makeFolder = call(members["makeFolder"])
    files.remove = call(members["remove"])
    if let search = members["search"] {
      let inner = self.members(search, known: ["action", "input", "items", "item"])
      files.search = call(inner, search, result: inner["items"])
      files.searchItem = inner["item"].flatMap { itemRule($0) }
    }
    files.foldersHaveVersions = bool(members["folderVersions"]) ?? false
    files.idsStay = bool(members["idsStay"]) ?? true
    return files
  }

  /// How files are handed out, or those whose ids begin with a prefix.
  private mutating func download(_ node: YAMLNode) -> FileListing? {
    let members = members(node, known: ["action", "input", "result", "at"])
    guard let call = call(members, node, result: members["result"]) else { return nil }
    let place = place(members["at"])
    if let at = members["at"], place == .top || place == .below { report(at, "must be the prefix of ids, as video:") }
    return FileListing(call: call, place: place)
  }

  /// One listing or several.
  private mutating func listings(_ node: YAMLNode?) -> [FileListing] {
    guard let node else { return [] }
    return (node.elements ?? [node]).compactMap { listing($0) }
  }

  private mutating func listing(_ node: YAMLNode) -> FileListing? {
    let members = members(node, known: ["action", "input", "items", "at", "item"])
    guard let call = call(members, node, result: members["items"]) else { return nil }
    return FileListing(call: call, place: place(members["at"]), item: members["item"].flatMap { itemRule($0) })
  }

  private mutating func place(_ node: YAMLNode?) -> FileListing.Place {
    switch string(node) {
    case nil: return .everywhere
    case "top"?: return .top
    case "below"?: return .below
    case let word? where word.hasSuffix(":"): return .prefix(word)
    default:
      if let node { report(node, "must be top, below, or the prefix of ids with its colon, as album:") }
      return .everywhere
    }
  }

  mutating func call(_ node: YAMLNode?) -> FileCall? {
    guard let node else { return nil }
    let members = members(node, known: ["action", "input", "result"])
    return call(members, node, result: members["result"])
  }

  /// A call whose mapping has further members.
  mutating func call(_ members: [String: YAMLNode], _ node: YAMLNode, result: YAMLNode?) -> FileCall? {
    guard let action = string(required("action", of: members, in: node)) else { return nil }
    if let input = members["input"], input.members == nil { report(input, "must be a mapping from inputs to values") }
    return FileCall(
      action: action, input: members["input"].map { jsonTemplate($0) } ?? .object([]),
      result: path(result) ?? JSONPath(""))
  }

  mutating func itemRule(_ node: YAMLNode) -> FileItemRule? {
    let members = members(
      node,
      known: [
        "id", "name", "prefix", "folderPrefix", "folder", "file", "parent", "path", "size", "mime", "created",
        "modified", "version",
        "hashes", "page",
      ])
    guard let id = required("id", of: members, in: node) else { return nil }
    if members["name"] == nil, members["path"] == nil { report(node, "needs a \"name\" or a \"path\"") }
    var rule = FileItemRule(id: places(id), name: places(members["name"]))
    rule.prefix = string(members["prefix"]) ?? ""
    if let prefix = members["prefix"], !rule.prefix.hasSuffix(":") {
      report(prefix, "must end with a colon, as album:")
    }
    rule.folderPrefix = string(members["folderPrefix"])
    if let prefix = members["folderPrefix"], rule.folderPrefix?.hasSuffix(":") != true {
      report(prefix, "must end with a colon, as folder:")
    }
    rule.folder = condition(members["folder"])
    rule.file = condition(members["file"])
    rule.parent = places(members["parent"])
    rule.path = places(members["path"])
    rule.size = places(members["size"])
    rule.mime = places(members["mime"])
    rule.created = places(members["created"])
    rule.modified = places(members["modified"])
    rule.version = places(members["version"])
    rule.hashes = hashes(members["hashes"])
    rule.page = places(members["page"])
    return rule
  }

  /// A path, or several of which the first that leads to something counts.
  mutating func places(_ node: YAMLNode?) -> [JSONPath] {
    guard let node else { return [] }
    return (node.elements ?? [node]).compactMap { path($0) }
  }

  private mutating func hashes(_ node: YAMLNode?) -> [FileItemRule.HashPlace] {
    guard let node else { return [] }
    guard let members = node.members else {
      report(node, "must be a mapping from kinds of checksums to paths")
      return []
    }
    return members.map { FileItemRule.HashPlace(kind: $0.name, paths: places($0.value)) }
  }
}
