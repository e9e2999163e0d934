/// What is to be made of a file, besides the renditions that every asset has.
package enum MediaOrder: Codable, Sendable, Hashable {
  /// A picture of it in another form: of the picture itself, a page, or a moment of a film.
  case picture(PictureOrder)
  /// A piece of a film.
  case clip(ClipOrder)
  /// A copy with other metadata in it.
  case metadata(MetadataOrder)
}

/// A picture to make.
package struct PictureOrder: Codable, Sendable, Hashable {
  /// The form of the file.
  package enum Form: String, Codable, Sendable, CaseIterable {
    case jpeg, png, webp, tiff

    /// The media type.
    package var mime: String { "image/" + rawValue }
    /// The ending of its files.
    package var ending: String { self == .jpeg ? "jpg" : self == .tiff ? "tif" : rawValue }
  }

  /// What happens to what doesn't fit into width and height.
  package enum Crop: String, Codable, Sendable, CaseIterable {
    /// The picture becomes smaller until all of it fits.
    case none
    /// The middle stays.
    case centre
    /// The part that catches the eye stays.
    case attention
  }

  package var form: Form
  /// The most it may have in pixels; `nil` for as much as the original.
  package var width: Int?
  /// The most it may have in pixels; `nil` for as much as the original.
  package var height: Int?
  package var crop: Crop
  /// Of JPEG and WebP, 1 to 100.
  package var quality: Int
  /// Whether a small picture may be made larger.
  package var enlarges: Bool
  /// The moment of a film in seconds; a little after its beginning when left out.
  package var moment: Double?

  package init(
    form: Form, width: Int? = nil, height: Int? = nil, crop: Crop = .none, quality: Int = 82, enlarges: Bool = false,
    moment: Double? = nil
  ) {
    self.form = form
    self.width = width
    self.height = height
    self.crop = crop
    self.quality = quality
    self.enlarges = enlarges
    self.moment = moment
  }
}

/// A piece of a film to make, as MP4 with H.264 and AAC.
package struct ClipOrder: Codable, Sendable, Hashable {
  /// In seconds.
  package var start: Double
  /// In seconds.
  package var duration: Double
  /// The most it may have in pixels; `nil` for as much as the film.
  package var height: Int?
  /// Whether the sound comes along.
  package var hasSound: Bool

  package init(start: Double, duration: Double, height: Int? = nil, hasSound: Bool = true) {
    self.start = start
    self.duration = duration
    self.height = height
    self.hasSound = hasSound
  }
}

/// Metadata to write into a copy.
package struct MetadataOrder: Codable, Sendable, Hashable {
  /// Values by ExifTool's names, as `XMP-dc:Title`; an empty list takes the field away.
  package var fields: [String: [String]]

  package init(fields: [String: [String]]) {
    self.fields = fields
  }
}

/// A file that was made by an order.
package struct MadeFile: Codable, Sendable, Hashable {
  /// Where it is; the caller owns it from here on.
  package let path: String
  /// In pixels, where it is a picture.
  package let width: Int?
  /// In pixels, where it is a picture.
  package let height: Int?
  /// In bytes.
  package let length: Int64

  package init(path: String, width: Int? = nil, height: Int? = nil, length: Int64) {
    self.path = path
    self.width = width
    self.height = height
    self.length = length
  }
}
