import Core
import Foundation

/// Reads what a WebDAV server says of one file or folder.
struct WebDAVReader: Sendable {
  /// The decoded path of the connection's address, without slashes around it.
  private let base: String

  init(endpoint: String) {
    let path = URLComponents(string: endpoint)?.percentEncodedPath ?? ""
    base = ItemReader.trimmed(path.removingPercentEncoding ?? path)
  }

  /// - Returns: `nil` for what isn't below the connection's address, or whose name can't be read.
  func item(_ response: JSONValue) -> StorageItem? {
    guard let href = response["href"]?.stringValue, let id = path(href) else { return nil }
    let properties = properties(response)
    let kind = properties["resourcetype"]?.objectValue
    var item = StorageItem(id: id, isFolder: kind?["collection"] != nil)
    item.size = text(properties, "getcontentlength").flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
    if item.isFolder { item.size = nil }
    item.mime = text(properties, "getcontenttype").map { String($0.prefix { $0 != ";" }) }
    item.modified = properties["getlastmodified"].flatMap(RemoteDate.parse)
    item.created = properties["creationdate"].flatMap(RemoteDate.parse)
    item.version = text(properties, "getetag")
    for sum in (text(properties["checksums"]?.objectValue ?? [:], "checksum") ?? "").split(separator: " ") {
      let sides = sum.split(separator: ":", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { continue }
      switch sides[0] {
      case "SHA256": item.sha256 = sides[1].lowercased()
      case "SHA1": item.sha1 = sides[1].lowercased()
      case "MD5": item.md5 = sides[1].lowercased()
      default: break
      }
    }
    return item
  }

  /// The properties that are there: those in a group with a status of 200.
  private func properties(_ response: JSONValue) -> JSONObject {
    let groups = response["propstat"]?.arrayValue ?? []
    let good = groups.filter { $0["status"]?.stringValue?.contains(" 200") ?? true }
    return good.reduce(into: JSONObject()) { all, group in
      all = all.merging(group["prop"]?.objectValue ?? [:])
    }
  }

  private func text(_ properties: JSONObject, _ name: String) -> String? {
    properties[name]?.scalarText.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The path below the connection's address; `nil` when it is elsewhere or isn't UTF-8.
  private func path(_ href: String) -> String? {
    var path = Substring(href)
    if let scheme = path.range(of: "://") {
      path = path[scheme.upperBound...].drop { $0 != "/" }
    }
    guard let decoded = String(path).removingPercentEncoding else { return nil }
    let whole = ItemReader.trimmed(decoded)
    if base.isEmpty || whole == base { return whole == base ? "" : whole }
    return whole.hasPrefix(base + "/") ? String(whole.dropFirst(base.count + 1)) : nil
  }
}
