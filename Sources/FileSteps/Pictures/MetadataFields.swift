import Core
import Media

/// Embedded metadata as steps name it.
enum MetadataFields {
  /// What can be written, with the places that each is written to; IPTC and EXIF only where the format has them.
  private static let known: [(name: String, title: String, isList: Bool, tags: [String], pictureTags: [String])] = [
    ("title", "Title", false, ["XMP-dc:Title"], ["IPTC:ObjectName"]),
    (
      "description", "Description", false, ["XMP-dc:Description"],
      ["IPTC:Caption-Abstract", "EXIF:ImageDescription"]
    ),
    ("keywords", "Keywords", true, ["XMP-dc:Subject"], ["IPTC:Keywords"]),
    ("creator", "Creator", false, ["XMP-dc:Creator"], ["IPTC:By-line", "EXIF:Artist"]),
    ("copyright", "Copyright", false, ["XMP-dc:Rights"], ["IPTC:CopyrightNotice", "EXIF:Copyright"]),
  ]

  static let input: JSONObject = {
    var properties: JSONObject = ["file": StepSchema.file("The file.")]
    for field in known {
      properties[field.name] =
        field.isList
        ? ["type": "array", "items": ["type": "string"], "title": .string(field.title)]
        : ["type": "string", "title": .string(field.title), "description": "An empty text takes it away."]
    }
    properties["fields"] = [
      "type": "object", "title": "More fields", "additionalProperties": ["type": ["string", "array"]],
      "description": "By ExifTool's names with their groups, as XMP-photoshop:City.",
    ]
    properties["name"] = [
      "type": "string", "title": "File name", "maxLength": 255, "description": "Of the copy; the same when left out.",
    ]
    return properties
  }()

  /// The values to write, by ExifTool's names.
  /// - Throws: ``FileStepError`` for a name that isn't a field's.
  static func fields(_ call: FileStepCall, fileName: String) throws -> [String: [String]] {
    var fields: [String: [String]] = [:]
    let ending = fileName.split(separator: ".").last?.lowercased() ?? ""
    let hasOlder = ["jpg", "jpeg", "tif", "tiff", "dng", "cr2", "nef", "arw", "psd"].contains(ending)
    for field in known {
      guard let value = call.input[field.name] else { continue }
      let texts = texts(value)
      for tag in field.tags + (hasOlder ? field.pictureTags : []) { fields[tag] = texts }
    }
    for (name, value) in call.input["fields"]?.objectValue ?? [:] {
      guard isField(name) else {
        throw FileStepError.missing(field: "fields", reason: "\"\(name)\" is no field with its group")
      }
      fields[name] = texts(value)
    }
    if fields.keys.contains(where: { $0.hasPrefix("IPTC:") }) { fields["IPTC:CodedCharacterSet"] = ["UTF8"] }
    return fields
  }

  private static func texts(_ value: JSONValue) -> [String] {
    let texts = (value.arrayValue ?? [value]).map { $0.stringValue ?? $0.serialized() }
    return texts.isEmpty ? [""] : texts
  }

  /// `Group:Name` of letters, digits, `-` and `_`; groups that name files or the system aren't metadata.
  private static func isField(_ name: String) -> Bool {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let group = parts.first?.lowercased() else { return false }
    guard !["system", "file", "exiftool", "composite"].contains(group) else { return false }
    return parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { isLetter($0) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  static func json(_ facts: MediaFacts) -> JSONValue {
    var object: JSONObject = [
      "kind": .string("\(facts.kind)"), "mime": .string(facts.mime), "format": .string(facts.format),
      "keywords": .array(facts.keywords.map(JSONValue.string)),
    ]
    object["title"] = facts.title.map(JSONValue.string)
    object["description"] = facts.description.map(JSONValue.string)
    object["creator"] = facts.creator.map(JSONValue.string)
    object["copyright"] = facts.copyright.map(JSONValue.string)
    object["capturedAt"] = facts.capturedAt.map { JSONValue($0) }
    object["width"] = facts.width.map { JSONValue($0) }
    object["height"] = facts.height.map { JSONValue($0) }
    object["pages"] = facts.pages.map { JSONValue($0) }
    object["duration"] = facts.duration.map(JSONValue.double)
    object["colourSpace"] = facts.colourSpace.map(JSONValue.string)
    object["location"] = facts.location.map {
      ["latitude": .double($0.latitude), "longitude": .double($0.longitude)]
    }
    object["fields"] = .object(
      facts.embedded.reduce(into: JSONObject()) { $0["\($1.group):\($1.name)"] = .string($1.value) })
    return .object(object)
  }

  static let output = StepSchema.output([
    "kind": ["type": "string", "title": "Kind"], "mime": ["type": "string", "title": "Media type"],
    "format": ["type": "string", "title": "Format"], "title": ["type": "string", "title": "Title"],
    "description": ["type": "string", "title": "Description"],
    "keywords": ["type": "array", "items": ["type": "string"], "title": "Keywords"],
    "creator": ["type": "string", "title": "Creator"], "copyright": ["type": "string", "title": "Copyright"],
    "capturedAt": ["type": "string", "format": "date-time", "title": "Taken at"],
    "width": ["type": "integer", "title": "Width"], "height": ["type": "integer", "title": "Height"],
    "pages": ["type": "integer", "title": "Pages"], "duration": ["type": "number", "title": "Seconds"],
    "colourSpace": ["type": "string", "title": "Colours"], "location": ["type": "object", "title": "Place"],
    "fields": ["type": "object", "title": "All fields", "description": "By their groups and names, as XMP-dc:Title."],
  ])
}
