import Core
import Foundation
import Media

/// What ingest found out about a file, in the library's own words: a pure function of what the media room says.
struct IngestResult: Sendable {
  let kind: MediaKind
  let facts: TechnicalFacts
  let embedded: [EmbeddedProperty]
  let title: String?
  let description: String?
  /// Those that can be keywords.
  let keywords: [String]
  /// Why there are no pictures; `nil` when nothing is amiss.
  let problem: String?

  init(_ media: ProcessedMedia, fileName: String) {
    let facts = media.facts
    kind = Self.kind(facts, fileName: fileName)
    self.facts = TechnicalFacts(
      mimeType: facts.mime, format: facts.format.isEmpty ? nil : facts.format, width: facts.width,
      height: facts.height, duration: facts.duration, frameRate: facts.frameRate, bitRate: facts.bitRate,
      colourSpace: facts.colourSpace, resolution: facts.resolution, dominantColour: facts.dominantColour,
      contradictsName: !facts.matchesName)
    embedded = facts.embedded.map {
      EmbeddedProperty(family: $0.family.rawValue, tagGroup: $0.group, name: $0.name, value: $0.value)
    }
    title = Self.text(facts.title)
    description = Self.text(facts.description)
    keywords = facts.keywords.compactMap { try? LibraryName.checked($0) }
    problem = media.problem?.message
  }

  /// The value that an attribute takes from the file; `nil` when the file has none that fits.
  func value(for attribute: Attribute) -> AttributeValue? {
    guard let mapping = attribute.definition.embedded, !attribute.isSystem else { return nil }
    let family = mapping.type.lowercased() == "iccprofile" ? "icc" : mapping.type.lowercased()
    let name = Self.plain(mapping.tag)
    let property = embedded.first { $0.family == family && Self.plain($0.name) == name }
    return property.flatMap { try? AttributeValue(.string($0.value), for: attribute.definition) }
  }

  private static func kind(_ facts: MediaFacts, fileName: String) -> MediaKind {
    let type = FileName.fileType(fileName).lowercased()
    if facts.matchesName, MediaKind.adobeEndings.contains(type) { return .adobe }
    return switch facts.kind {
    case .image: .image
    case .video: .video
    case .audio: .audio
    case .document: .document
    case .other: .other
    }
  }

  private static func text(_ text: String?) -> String? {
    let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    return trimmed.isEmpty ? nil : trimmed
  }

  /// Names of tags without blanks and case, as people write them either way.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { !$0.isWhitespace }
  }
}
