import Core

/// What came of a fixture's question.
struct FixtureOutcome: Sendable {
  var output: JSONValue
  var items: [JSONValue]
  var next: String?
  var hasMore = false

  init(_ output: JSONValue, items: [JSONValue]? = nil, next: String? = nil, hasMore: Bool = false) {
    self.output = output
    self.items = items ?? output.arrayValue ?? output["items"]?.arrayValue ?? []
    self.next = next
    self.hasMore = hasMore
  }
}

/// Asks a service about its files as a fixture says.
struct FixtureQuestion: Sendable {
  let files: ServiceFiles
  let sources: FileSources
  let arguments: JSONObject

  func answer(_ word: String) async throws -> FixtureOutcome {
    let folder = text("folder") ?? ""
    switch word {
    case "list", "tree":
      return try await all { next in try await files.list(folder, isDeep: word == "tree", next: next) }
    case "search": return try await all { next in try await files.search(text("text") ?? "", in: folder, next: next) }
    case "item":
      let item = try await files.item(text("item") ?? "")
      let json = item?.json(files.fields)
      return FixtureOutcome(json ?? .null, items: json.map { [$0] } ?? [])
    case "start":
      let cursor = try await files.startCursor(folder)
      return FixtureOutcome(.string(cursor), next: cursor)
    case "changes":
      let page = try await files.changes(folder, since: text("cursor") ?? "")
      return FixtureOutcome(
        .array(page.changes.map { $0.json(files.fields) }), next: page.cursor, hasMore: page.hasMore)
    case "read":
      // An item that is given as an object isn't looked up first.
      let item = try item()
      let handle = try await files.handle(for: item)
      let bytes = try await sources.open(handle).stream().collect(upTo: 16 << 20)
      return FixtureOutcome(.string(String(decoding: bytes, as: UTF8.self)))
    case "write":
      guard let handle = arguments["file"].flatMap({ MediaFileHandle(json: $0) }) else {
        throw ActionError(code: "invalid_input", category: .invalid, message: "\"file\" is no file handle.")
      }
      return outcome(
        try await files.write(
          handle, named: text("name") ?? handle.name, in: folder, replacing: text("replacing"),
          context: ActionContext(idempotencyKey: "fixture")))
    case "makeFolder": return outcome(try await files.makeFolder(text("name") ?? "", in: folder))
    default:
      try await files.remove(text("item") ?? "")
      return FixtureOutcome(.null)
    }
  }

  private func outcome(_ item: RemoteItem) -> FixtureOutcome {
    let json = item.json(files.fields)
    return FixtureOutcome(json, items: [json])
  }

  private func item() throws -> RemoteItem {
    guard let object = arguments["item"]?.objectValue else {
      let id = text("item") ?? ""
      return RemoteItem(id: id, name: text("name") ?? id, kind: .file)
    }
    var item = RemoteItem(
      id: object["id"]?.scalarText ?? "", name: object["name"]?.scalarText ?? "file", kind: .file)
    item.path = object["path"]?.stringValue
    item.parent = object["parent"]?.stringValue
    item.size = object["size"]?.intValue
    item.fields = object["fields"] ?? .null
    return item
  }

  private func text(_ name: String) -> String? { arguments[name]?.scalarText }

  private func all(_ page: (JSONValue?) async throws -> RemotePage) async throws -> FixtureOutcome {
    var items: [JSONValue] = []
    var next: JSONValue?
    repeat {
      let found = try await page(next)
      items += found.items.map { $0.json(files.fields) }
      next = found.next
    } while next != nil
    return FixtureOutcome(.array(items))
  }
}
