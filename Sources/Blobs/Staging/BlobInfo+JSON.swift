import Core

extension BlobInfo {
  init?(json: JSONValue) {
    guard let size = json["size"]?.intValue, let md5 = json["md5"]?.stringValue,
      let hash = json["sha256"]?.stringValue.flatMap({ ContentHash($0) })
    else { return nil }
    self.init(hash: hash, size: size, md5: md5)
  }
}

extension JSONObject {
  func adding(_ info: BlobInfo) -> JSONValue {
    .object(merging(["size": .int(info.size), "md5": .string(info.md5), "sha256": .string(info.hash.sha256)]))
  }
}
