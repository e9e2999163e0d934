/// What the decoders, as opposed to the embedded metadata, have to say about a file.
struct Look {
  var kind: MediaKind?
  var width: Int?
  var height: Int?
  var pages: Int?
  var hasAlpha: Bool?
  var colourSpace: String?
  var isPortrait: Bool?
  var film: FilmProbe?
  var renditions: [RenderedFile] = []
  var dominantColour: String?
  /// What the order made.
  var made: MadeFile?
  var problem: MediaError?

  /// Puts it on top of what the metadata said; where both know, the decoder does, since programs that turn or shrink
  /// pictures forget to mend the metadata.
  func complete(_ facts: inout MediaFacts) {
    facts.kind = kind ?? facts.kind
    facts.width = width ?? film?.width
    facts.height = height ?? film?.height
    facts.pages = pages
    facts.hasAlpha = hasAlpha
    facts.colourSpace = colourSpace == "sRGB" ? facts.colourSpace ?? colourSpace : colourSpace ?? facts.colourSpace
    facts.dominantColour = dominantColour
    facts.duration = film?.duration
    facts.bitRate = film?.bitRate
    facts.frameRate = film?.frameRate
    facts.videoCodec = film?.videoCodec
    facts.audioCodec = film?.audioCodec
    if let width = facts.width, let height = facts.height, width > 0, height > 0 {
      facts.orientation = MediaFacts.Orientation(width: width, height: height)
    }
  }
}
