package import Core

/// What an engine keeps of a block beside its bytes.
package struct BlockRecord: Sendable, Equatable {
  /// Ends the names of records.
  package static let suffix = ".block"

  /// The block itself.
  package let block: StagedBlock
  /// Where its bytes are: the name of a file, or of an object, in the stage's folder.
  package let part: String
  /// What the block would be called as a blob.
  package let hash: ContentHash

  /// What the block would be as a blob.
  package var info: BlobInfo { BlobInfo(hash: hash, size: block.size, md5: block.md5) }

  /// - Parameter info: what the block would be as a blob.
  package init(name: String, part: String, info: BlobInfo) {
    block = StagedBlock(name: name, size: info.size, md5: info.md5)
    self.part = part
    hash = info.hash
  }

  /// - Returns: `nil` when this is no record.
  package init?(_ json: JSONValue) {
    guard let name = json["name"]?.stringValue, let part = json["part"]?.stringValue,
      let info = BlobInfo(json: json)
    else { return nil }
    self.init(name: name, part: part, info: info)
  }

  /// As it is kept.
  package var json: JSONValue {
    JSONObject([("name", .string(block.name)), ("part", .string(part))]).adding(info)
  }
}
