package import Core
import Foundation
import NIOCore

/// The files of allowed folders of this machine, as sources and folder pickers see every service's.
///
/// An id is a path from the folder's name on. The version is size, time of change and the operating system's number of
/// the file; the three together stay when a file is renamed, and so stand in for a checksum too (`file`).
package struct FolderFileService: FileService {
  private let folder: FolderConnector
  private let sources: FileSources
  /// Changes are written under hidden names of this kind.
  private let effects: Effects

  /// - Parameter sources: opens files that are to be written here.
  package init(folder: FolderConnector, sources: FileSources, effects: Effects) {
    self.folder = folder
    self.sources = sources
    self.effects = effects
  }

  package var abilities: FileAbilities {
    var abilities = FileAbilities()
    abilities.writes = true
    abilities.idsStay = false
    return abilities
  }

  package func list(_ folder: String, isDeep: Bool, next: JSONValue?) async throws -> RemotePage {
    let roots = self.folder.roots
    if folder.isEmpty { return RemotePage(items: roots.map(Self.item), next: nil) }
    return try await Self.telling {
      let path = try FolderPath(folder, in: roots)
      let items = try await BlockingWork.run {
        let open = try OpenDescriptor.folder(path)
        return try open.names(path.text).filter { !$0.hasPrefix(".") }.compactMap { name in
          let inside = FolderPath(root: path.root, steps: path.steps + [name])
          return open.statusOfEntry(name).flatMap { Self.item(inside, $0) }
        }
      }
      return RemotePage(items: items, next: nil)
    }
  }

  package func item(_ id: String) async throws -> RemoteItem? {
    let roots = folder.roots
    return try await Self.telling {
      let path = try FolderPath(id, in: roots)
      guard let name = path.steps.last else { return Self.item(path.root) }
      return try await BlockingWork.run {
        let parent = FolderPath(root: path.root, steps: path.steps.dropLast())
        guard let open = try? OpenDescriptor.folder(parent), let status = open.statusOfEntry(name) else { return nil }
        return Self.item(path, status)
      }
    }
  }

  package func startCursor(_ folder: String) async throws -> String {
    throw ActionError(code: "no_changes", category: .invalid, message: "Folders are listed anew each time.")
  }

  package func changes(_ folder: String, since cursor: String) async throws -> RemoteChanges {
    throw ActionError(code: "no_changes", category: .invalid, message: "Folders are listed anew each time.")
  }

  package func handle(for item: RemoteItem) async throws -> MediaFileHandle {
    let roots = folder.roots
    return try await Self.telling {
      let path = try FolderPath(item.id, in: roots)
      return try await BlockingWork.run {
        FolderConnector.handle(path, try OpenDescriptor.file(path).status(path.text))
      }
    }
  }

  package func write(
    _ file: MediaFileHandle, named name: String, in folder: String, replacing: String?, context: ActionContext
  ) async throws -> RemoteItem {
    let (roots, token) = (self.folder.roots, StepIdentity(key: context.idempotencyKey).uuid.uuidString.lowercased())
    return try await Self.telling {
      let path = try Self.writable(folder + "/" + name, in: roots)
      let bytes = try await sources.open(file).stream()
      let target = try await BlockingWork.run { try PendingFile(path, token: token) }
      do {
        var offset: Int64 = 0
        for try await chunk in bytes {
          let place = offset
          try await BlockingWork.run { try target.write(chunk, at: place) }
          offset += Int64(chunk.readableBytes)
        }
      } catch {
        try? await BlockingWork.run { target.discard() }
        throw error
      }
      let status = try await BlockingWork.run { try target.keep(replacing: replacing != nil) }
      guard let item = Self.item(path, status) else { throw FileSourceError.notFound(path: path.text) }
      return item
    }
  }

  package func makeFolder(_ name: String, in folder: String) async throws -> RemoteItem {
    let roots = self.folder.roots
    return try await Self.telling {
      let path = try Self.writable(folder + "/" + name, in: roots)
      return try await BlockingWork.run {
        let parent = try OpenDescriptor.folder(FolderPath(root: path.root, steps: path.steps.dropLast()))
        if mkdirat(parent.number, path.name, 0o777) != 0, errno != EEXIST { throw OpenDescriptor.failure(path.text) }
        guard let status = parent.statusOfEntry(path.name), status.isFolder, let item = Self.item(path, status) else {
          throw FileSourceError.exists(path: path.text)
        }
        return item
      }
    }
  }

  package func remove(_ id: String) async throws {
    let roots = folder.roots
    try await Self.telling {
      let path = try Self.writable(id, in: roots)
      try await BlockingWork.run {
        let parent = try OpenDescriptor.folder(FolderPath(root: path.root, steps: path.steps.dropLast()))
        if unlinkat(parent.number, path.name, 0) != 0, errno != ENOENT { throw OpenDescriptor.failure(path.text) }
      }
    }
  }

  private static func writable(_ text: String, in roots: [FolderRoot]) throws -> FolderPath {
    let path = try FolderPath(text, in: roots)
    guard path.root.isWritable, !path.steps.isEmpty else { throw FileSourceError.notAllowed(path: path.text) }
    return path
  }

  private static func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw ActionError(error)
    }
  }

  private static func item(_ root: FolderRoot) -> RemoteItem {
    var item = RemoteItem(id: root.name, name: root.name, kind: .folder)
    item.path = root.name
    return item
  }

  private static func item(_ path: FolderPath, _ status: FileStatus) -> RemoteItem? {
    guard status.isPlainFile || status.isFolder else { return nil }
    var item = RemoteItem(id: path.text, name: path.name, kind: status.isFolder ? .folder : .file)
    item.parent = FolderPath(root: path.root, steps: path.steps.dropLast()).text
    item.path = path.text
    item.modifiedAt = status.modified
    guard status.isPlainFile else { return item }
    item.size = status.size
    item.mime = MIMEType.ofFile(named: path.name)
    let version = "\(status.size)-\(status.modifiedSeconds).\(status.modifiedNanoseconds)-\(status.number)"
    item.version = version
    item.hashes = ["file": version]
    return item
  }
}
