import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// The actions of S3 and what is compatible with it, Google Cloud Storage's XML API included.
///
/// In code because an upload in parts ends with a list of all of them. The bucket is in the connection's settings; keys
/// are ids, and what ends with a slash is a folder.
enum S3Connector {
  static let actions: [CodedAction] = [
    CodedAction("s3.list") { call in try await list(StorageCall(call), delimiter: "/") },
    CodedAction("s3.tree") { call in try await list(StorageCall(call), delimiter: "") },
    CodedAction("s3.item") { call in try await item(StorageCall(call), StorageCall(call).path("id")) ?? .null },
    CodedAction(
      "s3.read", file: { call in MediaFileHandle(StorageCall(call).text("id")) },
      open: { call, handle in
        let storage = StorageCall(call)
        return storage.open(url(storage, try storage.path("id")), handle)
      }),
    CodedAction("s3.write") { call in try await write(StorageCall(call)) },
    CodedAction("s3.makeFolder") { call in
      let storage = StorageCall(call)
      let key = try storage.newPath() + "/"
      _ = try await storage.send("PUT", url(storage, key), body: [])
      return StorageItem(id: key, isFolder: true).json
    },
    CodedAction("s3.remove") { call in
      let storage = StorageCall(call)
      _ = try await storage.send("DELETE", url(storage, try storage.path("id")))
      return .null
    },
    CodedAction("s3.check") { call in
      let storage = StorageCall(call)
      _ = try await storage.send("GET", url(storage, "") + "?list-type=2&max-keys=1")
      return ["bucket": call.settings["bucket"] ?? ""]
    },
  ]

  /// The address of a key; of the bucket for an empty one. A bucket that the endpoint's host names isn't in the settings.
  static func url(_ storage: StorageCall, _ key: String) -> String {
    let bucket = storage.call.settings["bucket"]?.scalarText ?? ""
    let root = storage.call.endpoint + (bucket.isEmpty ? "" : "/" + URIEncoding.encode(bucket))
    return root + "/" + URIEncoding.encodePath(key)
  }

  private static func list(_ storage: StorageCall, delimiter: String) async throws -> JSONValue {
    var prefix = try storage.path("folder")
    if !prefix.isEmpty, !prefix.hasSuffix("/") { prefix += "/" }
    var query = [("list-type", "2"), ("encoding-type", "url"), ("prefix", prefix), ("max-keys", "1000")]
    if !delimiter.isEmpty { query.append(("delimiter", delimiter)) }
    if !storage.text("after").isEmpty { query.append(("continuation-token", storage.text("after"))) }
    let text = SignatureV4.query(query.map { (name: $0.0, value: $0.1) })
    let answer = try await storage.send("GET", url(storage, "") + "?" + text).answer
    guard let result = answer["ListBucketResult"] else {
      throw ActionError.unexpected(
        answer, missing: JSONPath("ListBucketResult"), service: storage.call.caller.connector.title)
    }
    let isEncoded = result["EncodingType"]?.stringValue == "url"
    func plain(_ text: String?) -> String? {
      isEncoded ? text.map { $0.replacing("+", with: " ").removingPercentEncoding ?? $0 } : text
    }
    let folders = (result["CommonPrefixes"]?.arrayValue ?? []).compactMap { plain($0["Prefix"]?.stringValue) }
    let files = (result["Contents"]?.arrayValue ?? []).compactMap { content -> StorageItem? in
      // A key that ends with a slash stands for a folder that somebody made.
      guard let key = plain(content["Key"]?.stringValue), !key.hasSuffix("/") else { return nil }
      var item = StorageItem(id: key, isFolder: false)
      item.size = content["Size"]?.scalarText.flatMap { Int64($0) }
      item.modified = content["LastModified"].flatMap(RemoteDate.parse)
      item.version = content["ETag"]?.stringValue
      item.md5 = md5(item.version)
      return item
    }
    let next = result["IsTruncated"]?.stringValue == "true" ? result["NextContinuationToken"]?.stringValue : nil
    return [
      "items": .array(folders.map { StorageItem(id: $0, isFolder: true).json } + files.map(\.json)),
      "next": JSONValue(next),
    ]
  }

  /// The ETag of what was stored in one piece is its MD5.
  private static func md5(_ tag: String?) -> String? {
    let text = tag?.filter { $0 != "\"" } ?? ""
    return text.count == 32 && text.allSatisfy(\.isHexDigit) ? text.lowercased() : nil
  }

  static func item(_ storage: StorageCall, _ key: String) async throws -> JSONValue? {
    if key.isEmpty || key.hasSuffix("/") {
      let query = SignatureV4.query([("list-type", "2"), ("max-keys", "1"), ("prefix", key)])
      let answer = try await storage.send("GET", url(storage, "") + "?" + query).answer
      let count = answer["ListBucketResult"]?["KeyCount"]?.scalarText
      return count == "0" && !key.isEmpty ? nil : StorageItem(id: key, isFolder: true).json
    }
    let found = try await storage.send("HEAD", url(storage, key), accepting: [404])
    guard found.status != 404 else { return nil }
    var item = StorageItem(id: key, isFolder: false)
    item.size = found.headers[.contentLength].flatMap { Int64($0) }
    item.mime = found.headers[.contentType]
    item.modified = found.headers[.lastModified].flatMap { RemoteDate.parse(.string($0)) }
    item.version = found.headers[.eTag]
    item.md5 = md5(item.version)
    return item.json
  }

  private static func write(_ storage: StorageCall) async throws -> JSONValue {
    let key = try storage.text("id").isEmpty ? storage.newPath() : storage.path("id")
    let (file, handle) = try await storage.file()
    let isSmall = file.size.map { $0 <= 16 << 20 } ?? false
    let destination: any FileDestination =
      isSmall
      ? WebDestination(url: url(storage, key), outbound: storage.call.outbound, prove: storage.proving)
      : S3Destination(storage: storage, url: url(storage, key))
    try await storage.transfer(file, handle, to: destination)
    return try await item(storage, key) ?? StorageItem(id: key, isFolder: false).json
  }
}
