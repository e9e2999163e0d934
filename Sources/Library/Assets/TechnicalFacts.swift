/// What ingest measured in an original. Everything is `nil` until then, and where the format has no such thing.
package struct TechnicalFacts: Sendable, Hashable {
  package var mimeType: String?
  /// The format as its bytes say, such as `jpeg`; where it differs from the file's extension, the content is right.
  package var format: String?
  /// In pixels, after applying the orientation.
  package var width: Int?
  /// In pixels, after applying the orientation.
  package var height: Int?
  /// In seconds.
  package var duration: Double?
  /// Frames a second.
  package var frameRate: Double?
  /// Bits a second.
  package var bitRate: Int64?
  package var colourSpace: String?
  /// Pixels an inch.
  package var resolution: Double?
  /// `#rrggbb`, for a placeholder until the picture is there.
  package var dominantColour: String?
  /// Whether the bytes are of another kind than the file name says.
  package var contradictsName: Bool

  package init(
    mimeType: String? = nil, format: String? = nil, width: Int? = nil, height: Int? = nil, duration: Double? = nil,
    frameRate: Double? = nil, bitRate: Int64? = nil, colourSpace: String? = nil, resolution: Double? = nil,
    dominantColour: String? = nil, contradictsName: Bool = false
  ) {
    self.mimeType = mimeType
    self.format = format
    self.width = width
    self.height = height
    self.duration = duration
    self.frameRate = frameRate
    self.bitRate = bitRate
    self.colourSpace = colourSpace
    self.resolution = resolution
    self.dominantColour = dominantColour
    self.contradictsName = contradictsName
  }

  /// `Landscape`, `Portrait` or `Square`; `nil` without a width and a height.
  package var orientation: String? {
    guard let width, let height else { return nil }
    return width == height ? "Square" : width > height ? "Landscape" : "Portrait"
  }

  /// Width and height divided by their greatest common divisor, such as `3:2`.
  package var aspectRatio: String? {
    guard let width, let height, width > 0, height > 0 else { return nil }
    var (large, small) = (width, height)
    while small > 0 { (large, small) = (small, large % small) }
    return "\(width / large):\(height / large)"
  }
}
