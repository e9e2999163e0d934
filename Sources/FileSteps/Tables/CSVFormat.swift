import Core

/// How a table of comma separated values is written (RFC 4180, and what spreadsheets make of it).
struct CSVFormat: Sendable, Hashable {
  var separator = UInt8(ascii: ",")
  /// Whether the first row has the names of the columns.
  var hasHeader = true
  /// The names of the columns; those of the first row when left out.
  var columns: [String]?
  var encoding = TextEncoding.utf8

  /// Reads the members that all CSV steps have.
  init(_ input: JSONValue) {
    separator =
      switch input["separator"]?.stringValue {
      case "semicolon": UInt8(ascii: ";")
      case "tab": UInt8(ascii: "\t")
      case "pipe": UInt8(ascii: "|")
      default: UInt8(ascii: ",")
      }
    hasHeader = input["header"] != false
    let names = input["columns"]?.arrayValue?.compactMap(\.stringValue) ?? []
    columns = names.isEmpty ? nil : names
    encoding = input["encoding"]?.stringValue.flatMap(TextEncoding.init) ?? .utf8
  }

  /// The JSON Schema of those members.
  static let properties: JSONObject = [
    "separator": [
      "type": "string", "title": "Separator", "enum": ["comma", "semicolon", "tab", "pipe"], "default": "comma",
    ],
    "header": [
      "type": "boolean", "title": "First row has names", "default": true,
      "description": "Whether the first row names the columns.",
    ],
    "columns": [
      "type": "array", "items": ["type": "string"], "title": "Columns",
      "description": "Names of the columns, in order. As the first row, or the first object, has them when left out.",
    ],
    "encoding": [
      "type": "string", "title": "Encoding", "enum": ["utf-8", "windows-1252"], "default": "utf-8",
      "description": "How letters are written as bytes. Spreadsheets on Windows often write windows-1252.",
    ],
  ]
}

/// How letters are written as bytes.
enum TextEncoding: String, Sendable {
  case utf8 = "utf-8"
  case windows1252 = "windows-1252"

  /// - Returns: `nil` when the bytes aren't of this encoding.
  func text(_ bytes: some Collection<UInt8>) -> String? {
    switch self {
    case .utf8: return String(validating: bytes, as: UTF8.self)
    case .windows1252:
      var text = String.UnicodeScalarView()
      for byte in bytes { text.append(Self.scalar(byte)) }
      return String(text)
    }
  }

  /// What it can't write becomes a question mark.
  func bytes(_ text: String) -> [UInt8] {
    switch self {
    case .utf8: Array(text.utf8)
    case .windows1252:
      text.unicodeScalars.map { scalar in
        if scalar.value < 0x80 || (0xa0...0xff).contains(scalar.value) { return UInt8(scalar.value) }
        return Self.special.firstIndex(of: scalar.value).map { UInt8($0 + 0x80) } ?? UInt8(ascii: "?")
      }
    }
  }

  private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    (0x80..<0xa0).contains(byte)
      ? Unicode.Scalar(special[Int(byte) - 0x80]) ?? "\u{fffd}" : Unicode.Scalar(byte)
  }

  /// 0x80 to 0x9F, after the table of the WHATWG Encoding Standard.
  private static let special: [UInt32] = [
    0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d,
    0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,
    0x017e, 0x0178,
  ]
}
