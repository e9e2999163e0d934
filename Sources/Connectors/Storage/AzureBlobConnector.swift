import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// The actions of Azure Blob storage (its REST API, version 2021-12-02): one container, with names as paths.
///
/// In code because of its own way to sign. A connection proves itself by account and key (as user name and password), by
/// a shared access signature (as a parameter in the query, whole), or by a token of Microsoft Entra.
enum AzureBlobConnector {
  static let actions: [CodedAction] = [
    CodedAction("azure.list") { call in try await list(storage(call), delimiter: "/") },
    CodedAction("azure.tree") { call in try await list(storage(call), delimiter: "") },
    CodedAction("azure.item") { call in
      let storage = storage(call)
      return try await item(storage, try storage.path("id")) ?? .null
    },
    CodedAction(
      "azure.read", file: { call in MediaFileHandle(StorageCall(call).text("id")) },
      open: { call, handle in
        let storage = storage(call)
        return storage.open(url(storage, try storage.path("id")), handle)
      }),
    CodedAction("azure.write") { call in try await write(storage(call)) },
    CodedAction("azure.makeFolder") { call in
      // A folder is there as soon as something is in it.
      StorageItem(id: try storage(call).newPath() + "/", isFolder: true).json
    },
    CodedAction("azure.remove") { call in
      let storage = storage(call)
      _ = try await storage.send("DELETE", url(storage, try storage.path("id")))
      return .null
    },
    CodedAction("azure.check") { call in
      let storage = storage(call)
      _ = try await storage.send("GET", container(storage) + "?restype=container&comp=list&maxresults=1")
      return ["container": call.settings["container"] ?? ""]
    },
  ]

  static func storage(_ call: CodedAction.Call) -> StorageCall {
    let effects = call.effects
    return StorageCall(call) { authorization, request in
      request.headers[version] = "2021-12-02"
      switch authorization.credential {
      case .basic(let account, let key):
        try AzureSharedKey(account: account, key: key).sign(&request, at: effects.now())
      case .parameter(_, let signature):
        let text = signature.revealed.hasPrefix("?") ? String(signature.revealed.dropFirst()) : signature.revealed
        request.url += (request.url.contains("?") ? "&" : "?") + text
      default: try authorization.prove(&request, effects: effects)
      }
    }
  }

  private static let version = HTTPField.Name("x-ms-version") ?? .accept

  private static func container(_ storage: StorageCall) -> String {
    storage.call.endpoint + "/" + URIEncoding.encode(storage.call.settings["container"]?.scalarText ?? "")
  }

  private static func url(_ storage: StorageCall, _ name: String) -> String {
    container(storage) + "/" + URIEncoding.encodePath(name)
  }

  private static func list(_ storage: StorageCall, delimiter: String) async throws -> JSONValue {
    var prefix = try storage.path("folder")
    if !prefix.isEmpty, !prefix.hasSuffix("/") { prefix += "/" }
    var query = [("restype", "container"), ("comp", "list"), ("maxresults", "1000")]
    if !prefix.isEmpty { query.append(("prefix", prefix)) }
    if !delimiter.isEmpty { query.append(("delimiter", delimiter)) }
    if !storage.text("after").isEmpty { query.append(("marker", storage.text("after"))) }
    let text = SignatureV4.query(query.map { (name: $0.0, value: $0.1) })
    let answer = try await storage.send("GET", container(storage) + "?" + text).answer
    guard let result = answer["EnumerationResults"] else {
      throw ActionError.unexpected(
        answer, missing: JSONPath("EnumerationResults"), service: storage.call.caller.connector.title)
    }
    let folders = (result["Blobs"]?["BlobPrefix"]?.arrayValue ?? []).compactMap { name($0["Name"]) }
    let files = (result["Blobs"]?["Blob"]?.arrayValue ?? []).compactMap { blob -> StorageItem? in
      guard let name = name(blob["Name"]), !name.hasSuffix("/") else { return nil }
      return item(name, blob["Properties"] ?? .null)
    }
    let next = result["NextMarker"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    return [
      "items": .array(folders.map { StorageItem(id: $0, isFolder: true).json } + files.map(\.json)),
      "next": JSONValue(next),
    ]
  }

  /// Names that XML can't hold come percent-encoded.
  private static func name(_ value: JSONValue?) -> String? {
    guard value?["@Encoded"]?.stringValue == "true" else { return value?.stringValue ?? value?["#text"]?.stringValue }
    return value?["#text"]?.stringValue?.removingPercentEncoding
  }

  private static func item(_ name: String, _ properties: JSONValue) -> StorageItem {
    var item = StorageItem(id: name, isFolder: false)
    item.size = properties["Content-Length"]?.scalarText.flatMap { Int64($0) }
    item.mime = properties["Content-Type"]?.stringValue
    item.created = properties["Creation-Time"].flatMap(RemoteDate.parse)
    item.modified = properties["Last-Modified"].flatMap(RemoteDate.parse)
    item.version = properties["Etag"]?.stringValue
    item.md5 = hex(properties["Content-MD5"]?.stringValue)
    return item
  }

  /// A checksum as other services write it; Azure has it in base64.
  private static func hex(_ text: String?) -> String? {
    guard let bytes = text.flatMap({ Data(base64Encoded: $0) }), bytes.count == 16 else { return nil }
    return bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private static func item(_ storage: StorageCall, _ name: String) async throws -> JSONValue? {
    if name.isEmpty || name.hasSuffix("/") { return StorageItem(id: name, isFolder: true).json }
    let found = try await storage.send("HEAD", url(storage, name), accepting: [404])
    guard found.status != 404 else { return nil }
    var item = StorageItem(id: name, isFolder: false)
    item.size = found.headers[.contentLength].flatMap { Int64($0) }
    item.mime = found.headers[.contentType]
    item.modified = found.headers[.lastModified].flatMap { RemoteDate.parse(.string($0)) }
    item.version = found.headers[.eTag].map { $0.filter { $0 != "\"" } }
    item.md5 = hex(HTTPField.Name("Content-MD5").flatMap { found.headers[$0] })
    return item.json
  }

  private static func write(_ storage: StorageCall) async throws -> JSONValue {
    let name = try storage.text("id").isEmpty ? storage.newPath() : storage.path("id")
    let (file, handle) = try await storage.file()
    let destination = BlockBlobDestination(
      url: url(storage, name), outbound: storage.call.outbound, prove: storage.proving)
    try await storage.transfer(file, handle, to: destination)
    return try await item(storage, name) ?? StorageItem(id: name, isFolder: false).json
  }
}
