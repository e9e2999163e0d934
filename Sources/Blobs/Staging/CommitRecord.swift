package import Core

/// What a stage became: kept, so that a commit that is asked for again doesn't copy everything again.
package struct CommitRecord: Sendable, Equatable {
  /// Where the bytes of the blocks are, in their order.
  package let parts: [String]
  /// The blob.
  package let info: BlobInfo

  /// - Parameter parts: ``BlockRecord/part`` of each block.
  package init(parts: [String], info: BlobInfo) {
    self.parts = parts
    self.info = info
  }

  /// - Returns: `nil` when this is no record.
  package init?(_ json: JSONValue) {
    guard let parts = json["parts"]?.arrayValue, let info = BlobInfo(json: json) else { return nil }
    self.init(parts: parts.compactMap(\.stringValue), info: info)
  }

  /// As it is kept.
  package var json: JSONValue {
    JSONObject([("parts", .array(parts.map(JSONValue.string)))]).adding(info)
  }
}
