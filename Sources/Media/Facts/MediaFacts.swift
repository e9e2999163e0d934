package import Foundation

/// What a file says about itself: its format by content, its measures, and the metadata embedded in it.
///
/// Everything but ``kind``, ``mime``, ``format`` and ``matchesName`` is there only where the file says it.
package struct MediaFacts: Sendable, Codable, Hashable {
  /// What sort of thing it is, by its bytes.
  package var kind: MediaKind
  /// The media type by its bytes, such as `image/jpeg`; `application/octet-stream` when nothing is known.
  package var mime: String
  /// The format in a word, as people write it: `JPG`, `PNG`, `MP4`, `PDF`. For an unknown format the name's own
  /// ending in capitals, or an empty text.
  package var format: String
  /// Whether the ending of the file's name fits its bytes. A name without an ending always fits.
  package var matchesName: Bool

  /// In pixels, as it is shown: turned upright, first page or frame.
  package var width: Int?
  /// In pixels, as it is shown: turned upright, first page or frame.
  package var height: Int?
  /// Pages of a document, frames of an animation, directories of a TIFF.
  package var pages: Int?
  /// In seconds.
  package var duration: Double?
  /// Frames a second.
  package var frameRate: Double?
  /// Bits a second, of everything in the file.
  package var bitRate: Int64?
  /// The codec of the picture of a video, such as `h264`.
  package var videoCodec: String?
  /// The codec of the sound, such as `aac`.
  package var audioCodec: String?

  /// The colour mode: `sRGB`, `Adobe RGB (1998)`, `RGB`, `CMYK`, `Grayscale`.
  package var colourSpace: String?
  /// Whether it has transparent parts.
  package var hasAlpha: Bool?
  /// In dots per inch.
  package var resolution: Double?
  /// How it lies when shown.
  package var orientation: Orientation?
  /// The colour that most of it has, as `#rrggbb`. Known once it was rendered.
  package var dominantColour: String?

  package var title: String?
  package var description: String?
  /// Without doubles; at most 500.
  package var keywords: [String] = []
  package var creator: String?
  package var copyright: String?
  /// When it was taken or recorded; without a zone in the file it is read as UTC.
  package var capturedAt: Date?
  package var location: GeoPoint?

  /// Every field of embedded metadata that people can read, in the file's order; at most 2,000.
  package var embedded: [EmbeddedField] = []

  package init(kind: MediaKind, mime: String, format: String, matchesName: Bool = true) {
    self.kind = kind
    self.mime = mime
    self.format = format
    self.matchesName = matchesName
  }

  /// How a picture lies when it is shown upright.
  package enum Orientation: String, Sendable, Codable {
    case portrait = "Portrait"
    case landscape = "Landscape"
    case square = "Square"

    package init(width: Int, height: Int) {
      self = width == height ? .square : (width > height ? .landscape : .portrait)
    }
  }

  /// A place on the earth in degrees, WGS 84; north and east are positive.
  package struct GeoPoint: Sendable, Codable, Hashable {
    package let latitude: Double
    package let longitude: Double

    /// - Returns: `nil` when the numbers lie outside of the earth.
    package init?(latitude: Double, longitude: Double) {
      guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
      self.latitude = latitude
      self.longitude = longitude
    }
  }
}
