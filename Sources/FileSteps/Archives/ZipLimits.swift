import Core

/// What an archive may cost to unpack.
struct ZipLimits: Sendable, Hashable {
  /// How many files.
  var entries = 10_000
  /// How many bytes they may have in all.
  var size: Int64 = 10 << 30
  /// How many times larger than in the archive they may be, once they are larger than 16 MB in all.
  var ratio: Int64 = 200

  init(_ input: JSONValue) {
    entries = input["maxFiles"]?.intValue.map(Int.init) ?? entries
    size = input["maxBytes"]?.intValue ?? size
    ratio = input["maxRatio"]?.intValue ?? ratio
  }

  static let properties: JSONObject = [
    "maxFiles": [
      "type": "integer", "title": "At most so many files", "minimum": 1, "maximum": 100_000, "default": 10_000,
    ],
    "maxBytes": [
      "type": "integer", "title": "At most so many bytes", "minimum": 1, "default": .int(10 << 30),
      "description": "Of all files together, unpacked.",
    ],
    "maxRatio": [
      "type": "integer", "title": "At most so many times larger", "minimum": 1, "maximum": 1100, "default": 200,
      "description": "How many times larger than the archive the files may be; more is taken for a trap.",
    ],
  ]
}
