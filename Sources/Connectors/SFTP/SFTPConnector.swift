import CSSH
import Connections
import Core
package import Egress
import Foundation

/// The actions of SFTP servers (SSH's file transfer protocol, version 3, through libssh2).
package struct SFTPConnector: Sendable {
  private let door: AddressDoor

  /// - Parameter door: judges the servers that people enter.
  package init(door: AddressDoor) {
    self.door = door
  }

  /// What to hand to ``ConnectorRuntime``.
  package var actions: [CodedAction] {
    [
      CodedAction("sftp.list") { call in try await list(StorageCall(call)) },
      CodedAction("sftp.item") { call in
        let storage = StorageCall(call)
        let (session, id) = (try await session(call), try storage.path("id"))
        return try await item(session, storage, id) ?? .null
      },
      CodedAction(
        "sftp.read", file: { call in MediaFileHandle(StorageCall(call).text("id")) },
        open: { call, handle in try await open(call, handle) }),
      CodedAction("sftp.write") { call in try await write(StorageCall(call)) },
      CodedAction("sftp.makeFolder") { call in
        let storage = StorageCall(call)
        let (session, id) = (try await session(call), try Self.newID(storage))
        let path = Self.bytes(storage, id)
        try await BlockingWork.run { try session.makeFolder(path, name: id) }
        return StorageItem(id: id, isFolder: true).json
      },
      CodedAction("sftp.remove") { call in
        let storage = StorageCall(call)
        let (session, id) = (try await session(call), try storage.path("id"))
        let path = Self.bytes(storage, id)
        try await BlockingWork.run {
          let isFolder = try session.facts(path, name: id).is_folder != 0
          try session.remove(path, isFolder: isFolder, name: id)
        }
        return .null
      },
    ]
  }

  private func session(_ call: CodedAction.Call) async throws -> SFTPSession {
    let host = call.settings["host"]?.scalarText ?? ""
    let port = call.settings["port"]?.scalarText.flatMap { Int($0) } ?? 22
    guard let connection = call.connection, !host.isEmpty, (1...65535).contains(port) else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "The connection doesn't say which server is meant.",
        advice: "Enter its name, and a port from 1 to 65535.")
    }
    let authorization = try await call.access.authorization(for: connection.id)
    let keys: SSHCredential
    switch authorization.credential {
    case .ssh(let credential): keys = credential
    default:
      throw ActionError(
        code: "settings_refused", category: .unauthenticated, message: "The connection has no key or password for SSH.",
        advice: "Enter one.")
    }
    let address = try await door.address(of: host, port: port)
    return try await BlockingWork.run { try SFTPSession.open(address, port: port, host: host, keys) }
  }

  /// The server's path of an id: below the folder of the connection, else the one that the server puts its user into.
  private static func bytes(_ storage: StorageCall, _ id: String) -> [UInt8] {
    let root = storage.call.settings["folder"]?.scalarText ?? ""
    let below = SFTPPath.bytes(of: ItemReader.trimmed(id))
    if root.isEmpty { return below.isEmpty ? Array(".".utf8) : below }
    let top = root == "/" ? "" : root.hasSuffix("/") ? String(root.dropLast()) : root
    return below.isEmpty ? Array((top.isEmpty ? "/" : top).utf8) : Array(top.utf8) + [UInt8(ascii: "/")] + below
  }

  /// The id of something new: its name is text, so a percent sign stands for itself.
  private static func newID(_ storage: StorageCall) throws -> String {
    _ = try storage.newPath()
    let folder = ItemReader.trimmed(try storage.path("folder"))
    return (folder.isEmpty ? "" : folder + "/") + SFTPPath.id(Array(storage.text("name").utf8))
  }

  private func list(_ storage: StorageCall) async throws -> JSONValue {
    let folder = ItemReader.trimmed(try storage.path("folder"))
    let session = try await session(storage.call)
    let path = Self.bytes(storage, folder)
    let found = try await BlockingWork.run {
      try session.list(path, name: folder).map { entry in
        // What a link leads to is what counts; one that leads nowhere isn't there.
        let facts =
          entry.facts.is_link != 0
          ? try? session.facts(path + [UInt8(ascii: "/")] + entry.name, name: "") : entry.facts
        return (name: entry.name, facts: facts)
      }
    }
    let items = found.compactMap { entry -> JSONValue? in
      guard let facts = entry.facts else { return nil }
      let id = (folder.isEmpty ? "" : folder + "/") + SFTPPath.id(entry.name)
      return Self.item(id, facts)
    }
    return ["items": .array(items)]
  }

  private static func item(_ id: String, _ facts: cssh_facts) -> JSONValue {
    var item = StorageItem(id: id, isFolder: facts.is_folder != 0)
    if facts.has_size != 0, !item.isFolder { item.size = Int64(exactly: facts.size) }
    if facts.modified > 0 { item.modified = Date(timeIntervalSince1970: Double(facts.modified)) }
    if !item.isFolder { item.version = "\(facts.modified)-\(facts.size)" }
    var json = item.json.objectValue ?? [:]
    let name = SFTPPath.name(SFTPPath.bytes(of: item.name))
    json["name"] = .string(name)
    if !item.isFolder { json["mime"] = .string(MIMEType.ofFile(named: name)) }
    return .object(json)
  }

  private func item(_ session: SFTPSession, _ storage: StorageCall, _ id: String) async throws -> JSONValue? {
    let path = Self.bytes(storage, id)
    do {
      return Self.item(id, try await BlockingWork.run { try session.facts(path, name: id) })
    } catch let error as ActionError where error.category == .notFound {
      return nil
    }
  }

  private func open(_ call: CodedAction.Call, _ handle: MediaFileHandle) async throws -> OpenFile {
    let storage = StorageCall(call)
    let id = try storage.path("id")
    let session = try await session(call)
    let path = Self.bytes(storage, id)
    let facts = try await BlockingWork.run { try session.facts(path, name: id) }
    guard facts.is_folder == 0, let size = Int64(exactly: facts.size) else {
      throw FileSourceError.notFound(path: id)
    }
    if let known = handle.size, known != size { throw FileSourceError.changed(name: handle.name) }
    return OpenFile(
      name: handle.name, size: size, mime: handle.mime ?? MIMEType.ofFile(named: handle.name),
      version: "\(facts.modified)-\(facts.size)", isCheapToRead: false
    ) { range in
      let range = (range ?? 0..<size).clamped(to: 0..<size)
      let file = try await BlockingWork.run { try session.openFile(path, writes: false, name: id) }
      return ByteStream(length: Int64(range.count), SFTPChunks(file: file, range: range, name: handle.name))
    }
  }

  private func write(_ storage: StorageCall) async throws -> JSONValue {
    let id = try storage.text("id").isEmpty ? Self.newID(storage) : storage.path("id")
    let (file, handle) = try await storage.file()
    let session = try await session(storage.call)
    try await storage.transfer(
      file, handle,
      to: SFTPDestination(
        session: session, target: Self.bytes(storage, id), name: id, effects: storage.call.effects))
    return try await item(session, storage, id) ?? StorageItem(id: id, isFolder: false).json
  }
}
