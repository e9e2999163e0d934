import Connections
import Core

/// How the questions become calls of the connector's actions.
extension ServiceFiles {
  var reader: ItemReader { ItemReader(service: connector.title) }

  /// The id of a folder; that of the top when it is empty.
  func folder(_ id: String) throws -> String {
    guard id.isEmpty else { return id }
    return try files.top.text(in: TemplateScope(input: .null, settings: connector.settings(of: connection))) ?? ""
  }

  func applies(_ listing: FileListing, to folder: String) -> Bool {
    let isTop = (try? self.folder("")) == folder
    switch listing.place {
    case .everywhere: return true
    case .top: return isTop
    case .below: return !isTop
    case .prefix(let prefix): return folder.hasPrefix(prefix)
    }
  }

  /// What `${folder.…}` knows.
  func value(folder id: String) -> JSONValue { value(id: id) }

  /// What `${folder.…}` knows, with all that the service says of the folder where the call wants it.
  func value(folder id: String, for call: FileCall) async throws -> JSONValue {
    let wantsFields = call.input.references.contains { $0.root == .folder && $0.path.steps.first == "fields" }
    guard wantsFields, !id.isEmpty, let found = try await item(id) else { return value(id: id) }
    return value(found)
  }

  /// What `${item.…}` knows of something by its id alone.
  func value(id: String) -> JSONValue {
    let key = key(id)
    let last = key.split(separator: "/").last.map(String.init) ?? key
    return ["id": .string(id), "key": .string(key), "last": .string(last)]
  }

  /// What `${item.…}` knows.
  func value(_ item: RemoteItem) -> JSONValue {
    [
      "id": .string(item.id), "key": .string(key(item.id)), "name": .string(item.name), "path": JSONValue(item.path),
      "parent": JSONValue(item.parent), "fields": item.fields == .null ? item.lead ?? .null : item.fields,
    ]
  }

  /// An id without the prefix that the connector's file put before it.
  private func key(_ id: String) -> String {
    let rules = [files.item] + (files.list + files.tree).compactMap(\.item)
    let prefixes = rules.flatMap { [$0.prefix] + [$0.folderPrefix].compactMap(\.self) }
    let longest = prefixes.filter { !$0.isEmpty && id.hasPrefix($0) }.max { $0.count < $1.count }
    return String(id.dropFirst(longest?.count ?? 0))
  }

  func input(_ call: FileCall, _ values: JSONObject) throws(ActionError) -> JSONValue {
    var scope = TemplateScope(input: .null, settings: connector.settings(of: connection))
    scope.files = values
    do throws(TemplateProblem) {
      return try call.input.value(in: scope) ?? [:]
    } catch {
      throw ActionError(code: "invalid_input", category: .invalid, message: "It can't be asked: \(error.message).")
    }
  }

  func call(_ call: FileCall, _ values: JSONObject, _ context: ActionContext? = nil) async throws(ActionError)
    -> JSONValue
  {
    try await runtime.run(
      ActionReference(connector: connector.id, action: call.action), connection: connection.id,
      input: try input(call, values), context: context ?? Self.asking)
  }

  /// One page of what an action lists.
  func page(_ call: FileCall, _ next: JSONValue?, _ values: JSONObject) async throws(ActionError) -> ItemPage {
    let reference = ActionReference(connector: connector.id, action: call.action)
    if connector.action(call.action)?.isPaged == true {
      return try await runtime.callPage(
        reference, connection: connection.id, input: try input(call, values), cursor: next, context: Self.asking)
    }
    let output = try await self.call(call, values)
    let found = call.result.value(in: output)
    // No answer at all is no empty folder.
    let isEmpty = found == .null && output != .null
    guard let items = isEmpty ? [] : found?.arrayValue else {
      throw ActionError.unexpected(output, missing: call.result, service: connector.title)
    }
    return ItemPage(items: items, next: nil)
  }

  /// For calls that change nothing.
  static let asking = ActionContext(idempotencyKey: "files")

  func unable(_ what: String) -> ActionError {
    ActionError(
      code: "not_offered", category: .invalid, message: "\(connector.title) can't \(what).",
      advice: "Choose another connection.")
  }
}
