import Core

/// What is known of a block on disk.
struct BlockRecord: Equatable {
  static let suffix = ".block"

  let block: StagedBlock
  /// The file with its bytes, in the stage's folder.
  let part: String
  /// What the block would be called as a blob.
  let hash: ContentHash

  var info: BlobInfo { BlobInfo(hash: hash, size: block.size, md5: block.md5) }

  init(name: String, part: String, info: BlobInfo) {
    block = StagedBlock(name: name, size: info.size, md5: info.md5)
    self.part = part
    hash = info.hash
  }

  init?(_ json: JSONValue) {
    guard let name = json["name"]?.stringValue, let part = json["part"]?.stringValue,
      let info = BlobInfo(json: json)
    else { return nil }
    self.init(name: name, part: part, info: info)
  }

  var json: JSONValue {
    JSONObject([("name", .string(block.name)), ("part", .string(part))]).adding(info)
  }
}
