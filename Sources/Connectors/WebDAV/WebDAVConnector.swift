import Core
import Egress
import Foundation
import HTTPTypes

/// The actions of services that speak WebDAV (RFC 4918).
///
/// In code because paths and names come as addresses that must be taken apart, and properties in groups by status.
enum WebDAVConnector {
  static let actions = actions("webdav") {
    StorageCall($0)
  } write: { storage, path, _ in
    put(storage, path)
  }

  /// The actions of one connector.
  /// - Parameters:
  ///   - storage: says where its files are.
  ///   - write: how a file of some size gets to a path.
  static func actions(
    _ name: String, storage: @escaping @Sendable (CodedAction.Call) -> StorageCall,
    write: @escaping @Sendable (StorageCall, String, Int64?) async throws -> any FileDestination
  ) -> [CodedAction] {
    [
      CodedAction("\(name).list") { call in try await list(storage(call)) },
      CodedAction("\(name).item") { call in
        try await item(storage(call), call.input["id"]?.scalarText ?? "") ?? .null
      },
      CodedAction(
        "\(name).read", file: { call in MediaFileHandle(storage(call).text("id")) },
        open: { call, handle in
          let storage = storage(call)
          return storage.open(url(storage, try storage.path("id")), handle)
        }),
      CodedAction("\(name).write") { call in try await Self.write(storage(call), to: write) },
      CodedAction("\(name).makeFolder") { call in try await makeFolder(storage(call)) },
      CodedAction("\(name).move") { call in try await move(storage(call)) },
      CodedAction("\(name).remove") { call in
        let storage = storage(call)
        _ = try await storage.send("DELETE", url(storage, try storage.path("id")))
        return .null
      },
    ]
  }

  /// The address of a path below the top.
  static func url(_ storage: StorageCall, _ path: String) -> String { storage.top + "/" + encoded(path) }

  static func encoded(_ path: String) -> String { URIEncoding.encodePath(ItemReader.trimmed(path)) }

  /// A file in one request.
  static func put(_ storage: StorageCall, _ path: String) -> any FileDestination {
    WebDestination(url: url(storage, path), outbound: storage.call.outbound, prove: storage.proving)
  }

  /// What is asked of every file and folder.
  static let asked =
    "<d:resourcetype/><d:getcontentlength/><d:getcontenttype/><d:getlastmodified/><d:creationdate/><d:getetag/><oc:checksums/>"

  private static let properties = Array(
    """
    <?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">\
    <d:prop>\(asked)</d:prop></d:propfind>
    """.utf8)

  private static func find(_ storage: StorageCall, _ path: String, depth: String) async throws -> [StorageItem] {
    var headers: HTTPFields = [.contentType: "application/xml; charset=utf-8"]
    if let name = HTTPField.Name("Depth") { headers[name] = depth }
    let exchange = try await storage.send("PROPFIND", url(storage, path), headers: headers, body: properties)
    return try items(in: exchange, below: storage.top)
  }

  /// What an answer with several parts says of files and folders below an address.
  static func items(in exchange: Exchange, below top: String) throws -> [StorageItem] {
    guard let responses = JSONPath("multistatus.response").value(in: exchange.answer)?.arrayValue else {
      throw ActionError(
        code: "unexpected_answer", category: .upstream, message: "The server's answer isn't one of WebDAV.",
        advice: "Check the connection's address: it must be that of the WebDAV folder, not of the web page.")
    }
    let reader = WebDAVReader(endpoint: top)
    return responses.compactMap { reader.item($0) }
  }

  private static func list(_ storage: StorageCall) async throws -> JSONValue {
    let folder = ItemReader.trimmed(try storage.path("folder"))
    let found = try await find(storage, folder, depth: "1")
    if let itself = found.first(where: { $0.id == folder }), !itself.isFolder {
      throw ActionError(code: "not_a_folder", category: .invalid, message: "\"\(folder)\" is a file, not a folder.")
    }
    return ["items": .array(found.filter { $0.id != folder }.map(\.json))]
  }

  private static func item(_ storage: StorageCall, _ path: String) async throws -> JSONValue? {
    do {
      return try await find(storage, ItemReader.trimmed(path), depth: "0").first?.json
    } catch let error as ActionError where error.category == .notFound {
      return nil
    }
  }

  private static func write(
    _ storage: StorageCall, to destination: (StorageCall, String, Int64?) async throws -> any FileDestination
  ) async throws -> JSONValue {
    let path = try storage.text("id").isEmpty ? storage.newPath() : storage.path("id")
    let (file, handle) = try await storage.file()
    try await storage.transfer(file, handle, to: try await destination(storage, path, file.size))
    return try await item(storage, path) ?? StorageItem(id: path, isFolder: false).json
  }

  private static func makeFolder(_ storage: StorageCall) async throws -> JSONValue {
    let path = try storage.newPath()
    // 405: there is something of that name already (RFC 4918, section 9.3.1).
    let made = try await storage.send("MKCOL", url(storage, path), accepting: [405])
    guard let item = try await item(storage, path), item["kind"] == "folder" else {
      throw ActionError(
        code: "service_conflict", category: .conflict,
        message: made.status == 405 ? "There is a file called \"\(path)\"." : "The folder \"\(path)\" wasn't made.")
    }
    return item
  }

  private static func move(_ storage: StorageCall) async throws -> JSONValue {
    let target = try storage.path("to")
    var headers = HTTPFields()
    if let name = HTTPField.Name("Destination") { headers[name] = url(storage, target) }
    if let name = HTTPField.Name("Overwrite") { headers[name] = "F" }
    _ = try await storage.send("MOVE", url(storage, try storage.path("id")), headers: headers, isRepeatable: false)
    return try await item(storage, target) ?? .null
  }
}

extension MediaFileHandle {
  /// What is known of a file by its path alone.
  init(_ path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? "file"
    self.init(name: name, size: nil, mime: MIMEType.ofFile(named: name), origin: .blob(""))
  }
}
