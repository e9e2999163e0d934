import Connections
package import Core

/// The files of a service through one connection, as the `files` section of its connector says.
package struct ServiceFiles: FileService {
  let runtime: ConnectorRuntime
  let connection: Connection
  let connector: ConnectorDefinition
  let files: FilesDefinition

  package var abilities: FileAbilities {
    var abilities = FileAbilities()
    abilities.listsDeep = !files.tree.isEmpty
    abilities.tellsChanges = files.changes != nil
    abilities.tellsRemovals = files.changes?.removed.isEmpty == false
    abilities.cursorCoversAccount = files.changes?.coversAccount ?? false
    abilities.foldersHaveVersions = files.foldersHaveVersions
    abilities.reads = files.download != nil || !files.otherDownloads.isEmpty
    abilities.writes = files.upload != nil
    abilities.idsStay = files.idsStay
    abilities.tellsPlaces = tellsPlaces
    let top = (try? folder("")) ?? ""
    abilities.top = top
    abilities.topListsFiles = files.list.contains { $0.item == nil && applies($0, to: top) }
    return abilities
  }

  package var fields: [FileField: FieldPlaces] { files.fields }

  package func list(_ folder: String, isDeep: Bool, next: JSONValue?) async throws -> RemotePage {
    let id = try self.folder(folder)
    let listings = (isDeep ? files.tree : files.list).filter { applies($0, to: id) }
    guard !isDeep || !files.tree.isEmpty else { throw unable("list everything below a folder at once") }
    let number = Int(next?["list"]?.intValue ?? 0)
    guard listings.indices.contains(number) else { return RemotePage(items: [], next: nil) }
    let listing = listings[number]
    let page = try await page(listing.call, next?["page"], ["folder": value(folder: id)])
    let rule = listing.item ?? files.item
    let items = try page.items.compactMap { value throws(ActionError) -> RemoteItem? in
      try readItem(value, rule, in: isDeep ? nil : id)
    }
    var following: JSONValue?
    if let next = page.next {
      following = ["list": JSONValue(number), "page": next]
    } else if listings.indices.contains(number + 1) {
      following = ["list": JSONValue(number + 1)]
    }
    // Some services put the folder itself among what it holds.
    return RemotePage(items: items.filter { $0.id != id }, next: following)
  }

  package func item(_ id: String) async throws -> RemoteItem? {
    guard let read = files.read else { throw unable("look up one item by its id") }
    do throws(ActionError) {
      let output = try await call(read, ["item": value(id: id)])
      let found = read.result.value(in: output) ?? .null
      return found == .null ? nil : try readItem(found, rule(of: id))
    } catch {
      guard error.category == .notFound else { throw error }
      return nil
    }
  }

  package func handle(for item: RemoteItem) async throws -> MediaFileHandle {
    guard let download = files.download(of: item.id) else { throw unable("hand out the bytes of files") }
    let values: JSONObject = ["item": value(item)]
    let input = try input(download, values)
    let sha256 = item.hashes["sha256"].flatMap { $0.count == 64 ? $0.lowercased() : nil }
    func handle(_ origin: MediaFileHandle.Origin) -> MediaFileHandle {
      MediaFileHandle(name: item.name, size: item.size, mime: item.mime, sha256: sha256, origin: origin)
    }
    let action = connector.action(download.action)
    if action.map(runtime.givesFile) == true {
      let locator = ActionLocator(action: download.action, input: input).text
      return handle(.connection(connection.id.description, locator: locator))
    }
    let output = try await call(download, values)
    let found = download.result.value(in: output) ?? .null
    guard let file = MediaFileHandle(json: found["file"] ?? found) else {
      throw ActionError.unexpected(output, missing: JSONPath("file"), service: connector.title)
    }
    return handle(file.origin)
  }

  package func write(
    _ file: MediaFileHandle, named name: String, in folder: String, replacing: String?, context: ActionContext
  ) async throws -> RemoteItem {
    guard let upload = replacing == nil ? files.upload : files.replace ?? files.upload else {
      throw unable("take files")
    }
    let folder = try self.folder(folder)
    var values: JSONObject = [
      "folder": try await value(folder: folder, for: upload), "name": .string(name), "file": file.json,
    ]
    values["item"] = replacing.map(value(id:))
    let output = try await call(upload, values, context)
    return try made(upload.result.value(in: output), in: folder, output)
  }

  package func makeFolder(_ name: String, in folder: String) async throws -> RemoteItem {
    guard let make = files.makeFolder else { throw unable("make folders") }
    if let there = try await self.find(folderNamed: name, in: folder) { return there }
    let id = try self.folder(folder)
    let place = try await value(folder: id, for: make)
    do throws(ActionError) {
      let output = try await call(make, ["folder": place, "name": .string(name)])
      return try made(make.result.value(in: output), in: id, output)
    } catch {
      // Somebody else may have made it meanwhile.
      guard error.category == .conflict, let there = try await self.find(folderNamed: name, in: folder) else {
        throw error
      }
      return there
    }
  }

  package func remove(_ id: String) async throws {
    guard let remove = files.remove else { throw unable("take files away") }
    do throws(ActionError) {
      _ = try await call(remove, ["item": value(id: id)])
    } catch {
      guard error.category == .notFound else { throw error }
    }
  }

  private func find(folderNamed name: String, in folder: String) async throws -> RemoteItem? {
    var next: JSONValue?
    repeat {
      let page = try await list(folder, isDeep: false, next: next)
      if let found = page.items.first(where: { $0.kind == .folder && $0.name == name }) { return found }
      next = page.next
    } while next != nil
    return nil
  }

  private func made(_ value: JSONValue?, in folder: String, _ output: JSONValue) throws(ActionError) -> RemoteItem {
    let rules = [files.item] + files.list.compactMap(\.item)
    for rule in rules {
      if let value, value != .null, let item = try? reader.item(value, rule, in: folder) { return item }
    }
    throw ActionError.unexpected(output, missing: files.upload?.result ?? JSONPath(""), service: connector.title)
  }

  func rule(of id: String) -> FileItemRule {
    let rules = files.list.compactMap(\.item).filter { !$0.prefix.isEmpty && id.hasPrefix($0.prefix) }
    return rules.first ?? files.item
  }
}
