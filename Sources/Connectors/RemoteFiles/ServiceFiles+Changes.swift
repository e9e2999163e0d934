import Connections
import Core
import Foundation

/// What changed, by the service's own mechanism.
extension ServiceFiles {
  /// Whether what changed says where it is; a cursor of one folder says it of all that it tells.
  var tellsPlaces: Bool {
    !files.item.parent.isEmpty || !files.item.path.isEmpty || files.changes?.coversAccount == false
  }

  package func startCursor(_ folder: String) async throws -> String {
    guard let changes = files.changes else { throw unable("tell what changed") }
    switch changes.start {
    case .time(let form): return form.text(runtime.effects.now())
    case .action(let call, let path):
      let output = try await self.call(call, ["folder": value(folder: try self.folder(folder))])
      guard let cursor = path.value(in: output)?.scalarText, !cursor.isEmpty else {
        throw ActionError.unexpected(output, missing: path, service: connector.title)
      }
      return cursor
    }
  }

  package func changes(_ folder: String, since cursor: String) async throws -> RemoteChanges {
    guard let rule = files.changes else { throw unable("tell what changed") }
    let id = try self.folder(folder)
    do {
      var found =
        if case .time(let form) = rule.start {
          try await changes(id, since: cursor, rule, form)
        } else {
          try await changes(id, since: cursor, rule)
        }
      if rule.readsAnew { found.changes = try await readAnew(found.changes) }
      return found
    } catch let error as ActionError {
      guard rule.expired.contains(where: { $0.fits(error) }) else { throw error }
      throw ActionError(
        code: "cursor_expired", category: .conflict,
        message: "\(connector.title) doesn't know any more what changed since the last look.",
        advice: "Everything is listed anew.", details: error.details)
    }
  }

  /// The changes with what the service says of each file when it is asked for it, eight at a time.
  private func readAnew(_ changes: [RemoteChanges.Change]) async throws -> [RemoteChanges.Change] {
    var ids: Set<String> = []
    for case .present(let item) in changes where item.kind == .file { ids.insert(item.id) }
    var waiting = ids.sorted()[...]
    /// `nil` for what may be told of and not looked at: then what was told stands.
    func look(_ id: String) async throws -> RemoteItem?? {
      do {
        return .some(try await lookedUp(id))
      } catch let error as ActionError where error.category == .forbidden {
        return nil
      }
    }
    let read = try await withThrowingTaskGroup(of: (String, RemoteItem??).self) { group in
      var read: [String: RemoteItem?] = [:]
      for id in waiting.prefix(8) { group.addTask { (id, try await look(id)) } }
      waiting = waiting.dropFirst(8)
      while let (id, found) = try await group.next() {
        if let found { read[id] = found }
        if let next = waiting.popFirst() { group.addTask { (next, try await look(next)) } }
      }
      return read
    }
    return changes.map { change in
      guard case .present(let item) = change, let found = read[item.id] else { return change }
      return found.map { .present($0) } ?? .removed(id: item.id)
    }
  }

  /// One item, where only the service's word that there is no such thing means that it is gone: an error with a status of
  /// success must not take a file away.
  private func lookedUp(_ id: String) async throws -> RemoteItem? {
    guard let read = files.read else { throw unable("look up one item by its id") }
    do throws(ActionError) {
      let output = try await call(read, ["item": value(id: id)])
      guard let value = read.result.value(in: output), let found = try readItem(value, rule(of: id)) else {
        throw ActionError.unexpected(output, missing: read.result, service: connector.title)
      }
      return found
    } catch {
      guard error.category == .notFound else { throw error }
      return nil
    }
  }

  private func changes(
    _ folder: String, since cursor: String, _ rule: FileChangesRule
  ) async throws -> RemoteChanges {
    let output = try await call(rule.call, ["folder": value(folder: folder), "cursor": .string(cursor)])
    return RemoteChanges(
      changes: try read(output, rule, folder), cursor: reader.text(rule.next, output) ?? cursor,
      hasMore: rule.more?.holds(for: output) ?? false)
  }

  /// Of a service that is asked by time: the cursor is a time, and the place in the list while there are more pages.
  private func changes(
    _ folder: String, since cursor: String, _ rule: FileChangesRule, _ form: FileChangesRule.TimeForm
  ) async throws(ActionError) -> RemoteChanges {
    let place = (try? JSONValue(parsing: Array(cursor.utf8))).flatMap(\.objectValue)
    let since = place?["since"]?.stringValue ?? cursor
    let began = place?["began"]?.stringValue ?? form.text(runtime.effects.now())
    let page = try await page(
      rule.pageCall, place?["page"], ["folder": value(folder: folder), "cursor": .string(since)])
    var changes: [RemoteChanges.Change] = []
    var isOlder = false
    for value in page.items {
      if let change = try change(value, rule, folder) { changes.append(change) }
      isOlder = isOlder || (rule.newestFirst && isBefore(since, value, rule))
    }
    guard let next = page.next, !isOlder else { return RemoteChanges(changes: changes, cursor: began, hasMore: false) }
    let kept: JSONValue = ["since": .string(since), "began": .string(began), "page": next]
    return RemoteChanges(changes: changes, cursor: kept.serialized(), hasMore: true)
  }

  /// Whether something was changed before the time of a cursor, so that all after it in the list was too.
  private func isBefore(_ since: String, _ value: JSONValue, _ rule: FileChangesRule) -> Bool {
    guard let item = rule.item.value(in: value), let since = RemoteDate.parse(.string(since)),
      let modified = reader.first(files.item.modified, item).flatMap(RemoteDate.parse)
    else { return false }
    return modified < since
  }

  private func read(
    _ output: JSONValue, _ rule: FileChangesRule, _ folder: String
  ) throws(ActionError) -> [RemoteChanges.Change] {
    guard let values = rule.items.value(in: output)?.arrayValue else {
      throw ActionError.unexpected(output, missing: rule.items, service: connector.title)
    }
    var changes: [RemoteChanges.Change] = []
    for value in values {
      if let change = try change(value, rule, folder) { changes.append(change) }
    }
    return changes
  }

  /// - Parameter folder: the one that the cursor is of, where it isn't the account's.
  /// - Returns: `nil` for a change of what is neither file nor folder.
  private func change(
    _ value: JSONValue, _ rule: FileChangesRule, _ folder: String
  ) throws(ActionError) -> RemoteChanges.Change? {
    if rule.removed.contains(where: { $0.holds(for: value) }) {
      if let id = reader.text(rule.removedID, value) {
        let isFolder = rule.item.value(in: value).map { files.item.folder?.holds(for: $0) ?? false } ?? false
        return .removed(id: (isFolder ? files.item.folderPrefix ?? files.item.prefix : files.item.prefix) + id)
      }
      if let path = reader.text(rule.removedPath, value) { return .removedPath(ItemReader.trimmed(path)) }
      throw ActionError.unexpected(value, missing: rule.removedID.first ?? JSONPath("id"), service: connector.title)
    }
    guard let found = rule.item.value(in: value), found != .null else { return nil }
    let parent = rule.coversAccount || !files.item.path.isEmpty ? nil : folder
    return try readItem(found, files.item, in: parent).map { .present($0) }
  }
}

extension FileChangesRule {
  /// The call with the place of its items, for actions that aren't paged.
  fileprivate var pageCall: FileCall { FileCall(action: call.action, input: call.input, result: items) }
}

extension FileChangesRule.TimeForm {
  /// A moment as the service is asked for it; five minutes before, because clocks differ. What is told twice does no harm.
  fileprivate func text(_ date: Date) -> String {
    let early = date.addingTimeInterval(-300)
    switch self {
    case .iso8601: return Timestamp.format(early)
    case .seconds: return String(early.milliseconds / 1000)
    case .milliseconds: return String(early.milliseconds)
    }
  }
}

extension FileChangesRule.Expiry {
  /// Whether a failed call means that the cursor isn't known any more.
  fileprivate func fits(_ error: ActionError) -> Bool {
    let response = error.details["exchange"]?["response"]
    let status = response?["status"]?.intValue.map(Int.init)
    let text = ((response?["body"]?.stringValue ?? "") + " " + error.message).lowercased()
    guard statuses.isEmpty || status.map(statuses.contains) == true else { return false }
    return words.isEmpty || words.contains { text.contains($0) }
  }
}
