import Connectors
import Core
import Foundation

/// What a publication's folder holds, as it was looked at.
struct PublishedFolder: Sendable {
  private(set) var items: [String: RemoteItem] = [:]
  private var names: [String: Int] = [:]
  let at: Date

  init(at: Date) {
    self.at = at
  }

  /// Looks at a folder, page by page.
  init(_ folder: String, of service: any FileService, at: Date) async throws {
    self.at = at
    var next: JSONValue?
    repeat {
      try Task.checkCancellation()
      let page = try await service.list(folder, isDeep: false, next: next)
      for var item in page.items {
        item.fields = .null
        add(item)
      }
      next = page.next
    } while next != nil && next != .null
  }

  mutating func add(_ item: RemoteItem) {
    if let old = items[item.id] { names[PublishedName.key(old.name), default: 1] -= 1 }
    items[item.id] = item
    names[PublishedName.key(item.name), default: 0] += 1
  }

  mutating func remove(_ id: String) {
    guard let old = items.removeValue(forKey: id) else { return }
    names[PublishedName.key(old.name), default: 1] -= 1
  }

  /// Whether a name is taken there, by a file or a folder.
  func has(_ key: String) -> Bool { names[key, default: 0] > 0 }

  /// The files of exactly this name.
  func files(named name: String) -> [RemoteItem] {
    guard has(PublishedName.key(name)) else { return [] }
    return items.values.filter { $0.kind == .file && $0.name.utf8.elementsEqual(name.utf8) }
  }
}

extension RemoteItem {
  /// What says that a file is unchanged: its version, or else its size and time; `nil` where nothing is told.
  var publishedMark: String? {
    if let version { return "version \(version)" }
    guard let modifiedAt else { return nil }
    return "\(size ?? -1) bytes at \(modifiedAt.milliseconds)"
  }
}
