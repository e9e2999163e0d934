import Core
import Foundation
import Library

/// Kinds of renditions and the identifiers they have on the wire: fixed, since there are always the same ones.
struct WireRendition: Sendable {
  let kind: RenditionKind

  static let all = RenditionKind.allCases.map { WireRendition(kind: $0) }

  var id: String {
    switch kind {
    case .thumb: "5b9f1c52-3d0e-4f5e-9a57-0b1a7f3c0001"
    case .small: "5b9f1c52-3d0e-4f5e-9a57-0b1a7f3c0002"
    case .medium: "5b9f1c52-3d0e-4f5e-9a57-0b1a7f3c0003"
    case .large: "5b9f1c52-3d0e-4f5e-9a57-0b1a7f3c0004"
    }
  }

  /// By identifier, or by name.
  init?(_ text: String) {
    let text = text.lowercased()
    guard let found = Self.all.first(where: { $0.id == text || $0.kind.rawValue.lowercased() == text }) else {
      return nil
    }
    self = found
  }

  private init(kind: RenditionKind) {
    self.kind = kind
  }

  /// RenditionKind of the configuration.
  var kindJSON: JSONValue {
    [
      "renditionKindId": .string(id), "code": .string(kind.rawValue),
      "description": .string("At most \(kind.longestEdge) pixels on the longer edge"),
      "height": JSONValue(kind.longestEdge), "isDefault": .bool(kind == .medium), "mimeType": "image/jpeg",
      "name": .string(kind.rawValue), "quality": 85, "targetFileExtension": "JPG",
      "width": JSONValue(kind.longestEdge), "colorspace": "sRGB",
    ]
  }

  static func json(_ rendition: Rendition) -> JSONValue {
    let id = WireRendition(kind: rendition.kind).id
    return [
      "id": .string(id), "renditionTypeId": .string(id), "height": JSONValue(rendition.height),
      "width": JSONValue(rendition.width), "length": .int(rendition.size), "mimeType": .string(rendition.mimeType),
      "watermarked": false,
    ]
  }
}
