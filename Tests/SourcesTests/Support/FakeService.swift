import Blobs
import Connectors
import Core
import Foundation
import NIOCore
import Synchronization

/// A service with a tree of files in memory, as a test writes it.
///
/// Every change is noted under a number, so that it can tell changes; a cursor is such a number.
final class FakeService: FileService {
  struct Node: Sendable, Equatable {
    var id: String
    var name: String
    var parent: String
    var isFolder: Bool
    var content: [UInt8] = []
    var version = 0
    var fields: JSONValue = .null
    var page: String?
  }

  struct World: Sendable {
    /// Whether nobody may use it.
    var refusesUse = false
    var nodes: [String: Node] = [:]
    var log: [(number: Int, id: String)] = []
    var number = 0
    var pageSize = 3
    /// Ids whose bytes can't be had, with what is answered.
    var failing: [String: ActionError] = [:]
    /// Folders that can't be listed.
    var unlistable: [String: ActionError] = [:]
    /// Called once before a file is handed out.
    var beforeDownload: (@Sendable (FakeService, String) -> Void)?
    /// Called once after a folder was listed.
    var afterList: (@Sendable (FakeService) -> Void)?
    var expiresCursors = false
    var listed: [String] = []
    var downloads: [String] = []
    var hashes = false
    var tellsPaths = false
    /// Its own id of the top, where that is another than the word by which the top is chosen.
    var ownTop: String?
    /// Where it says what a library wants to know.
    var fields: [FileField: FieldPlaces] = [:]
    /// Where the bytes are of files that are written here.
    var blobs: (any BlobStore)?
    /// Names of files in the order in which they were written.
    var uploads: [String] = []
    /// Files of which only a piece comes, and then an error.
    var breaking: Set<String> = []
    /// Files whose bytes never end, a kilobyte at a time, and how many kilobytes were taken.
    var endless: Set<String> = []
    var taken = 0
    /// Files that can't be written, with what is answered.
    var refusing: [String: ActionError] = [:]
  }

  let abilities: FileAbilities
  let world: Mutex<World>

  init(_ abilities: FileAbilities = FileAbilities(), _ change: (inout World) -> Void = { _ in }) {
    self.abilities = abilities
    var world = World()
    change(&world)
    self.world = Mutex(world)
  }

  static let top = "top"

  var fields: [FileField: FieldPlaces] { world.withLock { $0.fields } }

  @discardableResult
  func put(_ name: String, in parent: String = top, _ content: String = "content", id: String? = nil) -> String {
    world.withLock { world in
      let id = id ?? (abilities.idsStay ? "f\(world.number + 1)" : parent + "/" + name)
      var node = world.nodes[id] ?? Node(id: id, name: name, parent: parent, isFolder: false)
      (node.name, node.parent, node.content) = (name, parent, Array(content.utf8))
      node.version = world.number + 1
      world.nodes[id] = node
      world.note(id)
      return id
    }
  }

  @discardableResult
  func folder(_ name: String, in parent: String = top, id: String? = nil) -> String {
    world.withLock { world in
      let id = id ?? (abilities.idsStay ? "d\(world.number + 1)" : parent + "/" + name)
      world.nodes[id] = Node(id: id, name: name, parent: parent, isFolder: true, version: world.number + 1)
      world.note(id)
      return id
    }
  }

  /// Renames or moves; where ids are paths, everything below gets others.
  func move(_ id: String, to name: String, in parent: String? = nil) {
    world.withLock { world in
      guard var node = world.nodes[id] else { return }
      node.name = name
      node.parent = parent ?? node.parent
      if abilities.idsStay {
        world.nodes[id] = node
        world.note(id)
      } else {
        world.rename(id, node)
      }
    }
  }

  func delete(_ id: String) {
    world.withLock { world in
      for child in world.nodes.values where child.parent == id && child.isFolder { world.take(child.id) }
      world.take(id)
    }
  }

  func describe(_ id: String, _ fields: JSONValue) {
    world.withLock { world in
      world.nodes[id]?.fields = fields
      world.note(id)
    }
  }

  func list(_ folder: String, isDeep: Bool, next: JSONValue?) async throws -> RemotePage {
    defer {
      let after = world.withLock { world in
        defer { world.afterList = nil }
        return world.afterList
      }
      after?(self)
    }
    return try world.withLock { world in
      world.listed.append(folder)
      if let error = world.unlistable[folder] { throw error }
      guard folder == Self.top || world.nodes[folder]?.isFolder == true else { throw Self.notFound }
      let all = world.nodes.values.filter { isDeep ? world.isBelow($0.id, folder) : $0.parent == folder }
        .sorted { Array($0.id.utf8).lexicographicallyPrecedes(Array($1.id.utf8)) }
      let start = next?.intValue.map(Int.init) ?? 0
      let page = all.dropFirst(start).prefix(world.pageSize)
      let end = start + page.count
      return RemotePage(
        items: page.map { world.item($0, self) }, next: end < all.count ? JSONValue(end) : nil)
    }
  }

  func item(_ id: String) async throws -> RemoteItem? {
    world.withLock { world in
      if let own = world.ownTop, id == Self.top || id == own {
        return RemoteItem(id: own, name: "Everything", kind: .folder)
      }
      return world.nodes[id].map { world.item($0, self) }
    }
  }

  func startCursor(_ folder: String) async throws -> String {
    world.withLock { String($0.number) }
  }

  func changes(_ folder: String, since cursor: String) async throws -> RemoteChanges {
    try world.withLock { world in
      if world.expiresCursors {
        world.expiresCursors = false
        throw ActionError(code: "cursor_expired", category: .gone, message: "The cursor is too old.")
      }
      let since = Int(cursor) ?? 0
      let news = world.log.filter { $0.number > since }
      let page = news.prefix(world.pageSize)
      let changes = page.compactMap { entry -> RemoteChanges.Change? in
        if let node = world.nodes[entry.id] {
          var item = world.item(node, self)
          if !abilities.tellsPlaces { item.parent = nil }
          return .present(item)
        }
        return abilities.tellsRemovals ? .removed(id: entry.id) : nil
      }
      return RemoteChanges(
        changes: changes, cursor: String(page.last?.number ?? world.number), hasMore: news.count > page.count)
    }
  }

  func handle(for item: RemoteItem) async throws -> MediaFileHandle {
    let before = world.withLock { world in
      defer { world.beforeDownload = nil }
      return world.beforeDownload
    }
    before?(self, item.id)
    return try world.withLock { world in
      world.downloads.append(item.id)
      if let error = world.failing[item.id] { throw error }
      guard let node = world.nodes[item.id] else { throw Self.notFound }
      return MediaFileHandle(
        name: node.name, size: Int64(node.content.count), origin: .connection("fake", locator: item.id))
    }
  }

  func open(_ handle: MediaFileHandle) throws -> OpenFile {
    guard case .connection(_, let id) = handle.origin, let node = world.withLock({ $0.nodes[id] }) else {
      throw Self.notFound
    }
    return OpenFile(name: node.name, size: nil, mime: nil, version: "", isCheapToRead: true) { [self] _ in
      if world.withLock({ $0.endless.contains(id) }) {
        return ByteStream(
          length: nil,
          AsyncStream {
            self.world.withLock { $0.taken += 1 }
            return ByteBuffer(repeating: 0x61, count: 1024)
          })
      }
      return ByteStream(node.content)
    }
  }

  func write(
    _ file: MediaFileHandle, named name: String, in folder: String, replacing: String?, context: ActionContext
  ) async throws -> RemoteItem {
    let blobs = world.withLock { $0.blobs }
    guard case .blob(let text) = file.origin, let hash = ContentHash(text), let blobs else { throw Self.notFound }
    let bytes = try await blobs.read(hash, range: nil).collect(upTo: 1 << 20)
    return try world.withLock { world in
      if let error = world.refusing[name] { throw error }
      let isBroken = world.breaking.remove(name) != nil
      let id = replacing ?? (abilities.idsStay ? "f\(world.number + 1)" : folder + "/" + name)
      var node = Node(id: id, name: name, parent: folder, isFolder: false)
      if let old = world.nodes[id] { node = old }
      node.content = isBroken ? Array(bytes.prefix(bytes.count / 2)) : bytes
      node.version = world.number + 1
      world.nodes[id] = node
      world.note(id)
      if isBroken { throw ActionError(code: "broken", category: .upstream, message: "It broke.", retry: .backOff) }
      world.uploads.append(name)
      return world.item(node, self)
    }
  }
  func makeFolder(_ name: String, in folder: String) async throws -> RemoteItem { throw Self.notFound }
  func remove(_ id: String) async throws { delete(id) }

  static let notFound = ActionError(code: "not_found", category: .notFound, message: "There is nothing here.")
}

extension FakeService.World {
  mutating func note(_ id: String) {
    number += 1
    log.append((number, id))
  }

  mutating func take(_ id: String) {
    for child in nodes.values where child.parent == id { take(child.id) }
    nodes[id] = nil
    note(id)
  }

  /// Gives a thing and all below another id, as where ids are paths.
  mutating func rename(_ id: String, _ node: FakeService.Node) {
    let children = nodes.values.filter { $0.parent == id }
    nodes[id] = nil
    var moved = node
    moved.id = node.parent + "/" + node.name
    nodes[moved.id] = moved
    note(id)
    note(moved.id)
    for var child in children {
      let old = child.id
      child.parent = moved.id
      rename(old, child)
    }
  }

  func isBelow(_ id: String, _ folder: String) -> Bool {
    var current = nodes[id]?.parent
    while let parent = current {
      if parent == folder { return true }
      current = nodes[parent]?.parent
    }
    return false
  }

  func path(_ node: FakeService.Node) -> String {
    nodes[node.parent].map { path($0) + "/" + node.name } ?? node.name
  }

  /// Grows with anything below, where folders have versions.
  func version(_ node: FakeService.Node) -> Int {
    guard node.isFolder else { return node.version }
    return log.last { $0.id == node.id || isBelow($0.id, node.id) }?.number ?? node.version
  }

  func item(_ node: FakeService.Node, _ service: FakeService) -> RemoteItem {
    var item = RemoteItem(id: node.id, name: node.name, kind: node.isFolder ? .folder : .file)
    item.parent = node.parent == FakeService.top ? ownTop ?? node.parent : node.parent
    if tellsPaths { item.path = path(node) }
    item.fields = node.fields
    item.page = node.page
    if node.isFolder {
      if service.abilities.foldersHaveVersions { item.version = "v\(version(node))" }
    } else {
      item.size = Int64(node.content.count)
      item.version = "v\(node.version)"
      if hashes { item.hashes = ["sum": "\(node.content.hashValue)"] }
    }
    return item
  }
}

extension FileAbilities {
  /// Of a service that lists folders and hands out files, and nothing more.
  static var plain: FileAbilities { FileAbilities() }
}
