import Core
import Foundation

/// The metadata that ExifTool found in a file, ready to be asked by name.
struct EmbeddedMetadata {
  /// In the file's order.
  private(set) var fields: [EmbeddedField] = []
  private var values: [String: [String]] = [:]

  private static let mostFields = 2000
  private static let longestRow = 4096
  private static let longestValue = 20_000

  /// - Parameter answer: ExifTool's object for one file; names are `Family:Group:Name` or `Family:Name`.
  init(_ answer: JSONObject) {
    let isIPTCDeclared = answer["IPTC:CodedCharacterSet"] != nil
    for (key, value) in answer {
      let parts = key.split(separator: ":", maxSplits: 2).map(String.init)
      guard parts.count > 1, let name = parts.last, Self.isForPeople(parts[0], parts[1]) else { continue }
      let group = parts.count == 3 ? parts[1] : parts[0]
      let texts = (value.arrayValue ?? [value]).compactMap(\.stringValue).map { text in
        parts[0] == "IPTC" && !isIPTCDeclared ? Mojibake.repaired(text) : text
      }
      let clean = texts.map(Self.trimmed).filter { !$0.isEmpty && !$0.hasPrefix("(Binary data") }
      guard !clean.isEmpty else { continue }
      for path in Set(["\(group):\(name)", "\(parts[0]):\(name)"]) { values[path, default: []] += clean }
      guard fields.count < Self.mostFields, Self.isListed(parts[0]) else { continue }
      let joined = clean.joined(separator: ", ")
      fields.append(
        EmbeddedField(
          family: Self.family(parts[0]), group: group, name: name, value: String(joined.prefix(Self.longestRow))))
    }
  }

  /// The first value of the first of these that is there; each is written `Group:Name` or `Family:Name`.
  func first(_ paths: String...) -> String? {
    paths.lazy.compactMap { values[$0]?.first }.first
  }

  /// All values of all of these, in their order.
  func all(_ paths: String...) -> [String] {
    paths.flatMap { values[$0] ?? [] }
  }

  /// A value that is a number.
  func number(_ path: String) -> Double? {
    values[path]?.first.flatMap(Double.init)
  }

  /// What of an answer isn't metadata of the file: the tool's own, and the thumbnail's inside.
  private static func isForPeople(_ family: String, _ group: String) -> Bool {
    family != "ExifTool" && family != "SourceFile" && group != "IFD1" && group != "XMP-x"
  }

  private static func isListed(_ family: String) -> Bool {
    family != "File"
  }

  private static func family(_ name: String) -> EmbeddedField.Family {
    switch name {
    case "EXIF": .exif
    case "IPTC": .iptc
    case "XMP": .xmp
    case "ICC_Profile": .icc
    case "Photoshop": .photoshop
    case "PDF", "PostScript", "FlashPix": .document
    case "QuickTime", "RIFF", "Matroska", "ID3", "Vorbis", "FLAC", "ASF", "PNG", "GIF", "JFIF", "AIFF", "MPEG", "M2TS":
      .container
    default: .other
    }
  }

  private static func trimmed(_ text: String) -> String {
    String(text.prefix(longestValue)).trimmingCharacters(in: .whitespacesAndNewlines.union(.controlCharacters))
      .precomposedStringWithCanonicalMapping
  }
}
