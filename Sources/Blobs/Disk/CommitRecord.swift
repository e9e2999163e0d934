import Core

/// What a stage became: kept, so that a commit that is asked for again doesn't copy everything again.
struct CommitRecord: Equatable {
  /// The files of the blocks in their order.
  let parts: [String]
  let info: BlobInfo

  init(parts: [String], info: BlobInfo) {
    self.parts = parts
    self.info = info
  }

  init?(_ json: JSONValue) {
    guard let parts = json["parts"]?.arrayValue, let info = BlobInfo(json: json) else { return nil }
    self.init(parts: parts.compactMap(\.stringValue), info: info)
  }

  var json: JSONValue {
    JSONObject([("parts", .array(parts.map(JSONValue.string)))]).adding(info)
  }
}
