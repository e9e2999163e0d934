import Foundation

extension MediaFacts {
  /// Takes over what embedded metadata says, in the order in which the standards rank its places: XMP before IPTC
  /// before EXIF (Metadata Working Group, Guidelines 2.0, section 5), then the container's own.
  mutating func adopt(_ metadata: EmbeddedMetadata) {
    embedded = metadata.fields
    title = metadata.first(
      "XMP-dc:Title", "IPTC:ObjectName", "PDF:Title", "QuickTime:Title", "Matroska:Title", "ID3:Title", "Vorbis:Title",
      "ASF:Title", "RIFF:Title", "PNG:Title", "XMP-photoshop:Headline", "IPTC:Headline", "EXIF:XPTitle")
    description = Self.description(metadata)
    keywords = Self.keywords(metadata)
    creator = metadata.first(
      "XMP-dc:Creator", "IPTC:By-line", "EXIF:Artist", "PDF:Author", "QuickTime:Artist", "ID3:Artist",
      "Vorbis:Artist", "QuickTime:Author", "RIFF:Artist", "ASF:Author", "PNG:Author")
    copyright = metadata.first(
      "XMP-dc:Rights", "IPTC:CopyrightNotice", "EXIF:Copyright", "QuickTime:Copyright", "ASF:Copyright",
      "RIFF:Copyright", "PNG:Copyright")
    capturedAt = Self.captureDate(metadata)
    location = Self.location(metadata)
    resolution = Self.resolution(metadata)
    colourSpace = Self.colourSpace(metadata)
  }

  private static func description(_ metadata: EmbeddedMetadata) -> String? {
    if let text = metadata.first("XMP-dc:Description", "IPTC:Caption-Abstract") { return text }
    // What cameras write into the field that was meant for people.
    let fillers = [
      "OLYMPUS DIGITAL CAMERA", "SONY DSC", "KODAK Digital Still Camera", "Default", "MINOLTA DIGITAL CAMERA",
    ]
    if let text = metadata.first("EXIF:ImageDescription"), !fillers.contains(text), !text.hasPrefix("DCIM\\") {
      return text
    }
    return metadata.first(
      "PDF:Subject", "QuickTime:Description", "QuickTime:Comment", "PNG:Description", "EXIF:XPComment",
      "Vorbis:Description", "ID3:Comment", "RIFF:Comment", "ASF:Description")
  }

  private static func keywords(_ metadata: EmbeddedMetadata) -> [String] {
    let whole = metadata.all("XMP-dc:Subject", "IPTC:Keywords")
    let listed = metadata.all(
      "PDF:Keywords", "XMP-pdf:Keywords", "EXIF:XPKeywords", "QuickTime:Keywords", "QuickTime:Keyword"
    )
    .flatMap { $0.split { ",;".contains($0) } }.map { $0.trimmingCharacters(in: .whitespaces) }
    var seen: Set<String> = []
    let fresh = (whole + listed).filter { !$0.isEmpty && $0.count <= 200 && seen.insert($0.lowercased()).inserted }
    return Array(fresh.prefix(500))
  }

  private static func captureDate(_ metadata: EmbeddedMetadata) -> Date? {
    let zone = metadata.first("ExifIFD:OffsetTimeOriginal", "ExifIFD:OffsetTime")
    if let text = metadata.first("ExifIFD:DateTimeOriginal"), let date = EmbeddedDate.parse(text, zone: zone) {
      return date
    }
    let dates = metadata.all(
      "XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated", "Keys:CreationDate", "QuickTime:CreationDate")
    if let date = dates.lazy.compactMap({ EmbeddedDate.parse($0) }).first { return date }
    if let day = metadata.first("IPTC:DateCreated") {
      let time = metadata.first("IPTC:TimeCreated").map { " " + $0 } ?? ""
      if let date = EmbeddedDate.parse(day + time) { return date }
    }
    return metadata.all("ExifIFD:CreateDate", "QuickTime:CreateDate", "RIFF:DateTimeOriginal")
      .lazy.compactMap { EmbeddedDate.parse($0, zone: zone) }.first
  }

  private static func location(_ metadata: EmbeddedMetadata) -> GeoPoint? {
    if let latitude = metadata.number("GPS:GPSLatitude"), let longitude = metadata.number("GPS:GPSLongitude") {
      let south = metadata.first("GPS:GPSLatitudeRef")?.hasPrefix("S") ?? false
      let west = metadata.first("GPS:GPSLongitudeRef")?.hasPrefix("W") ?? false
      return GeoPoint(latitude: south ? -abs(latitude) : latitude, longitude: west ? -abs(longitude) : longitude)
    }
    if let latitude = metadata.number("XMP-exif:GPSLatitude"), let longitude = metadata.number("XMP-exif:GPSLongitude")
    {
      return GeoPoint(latitude: latitude, longitude: longitude)
    }
    guard let text = metadata.first("QuickTime:GPSCoordinates") else { return nil }
    let numbers = text.split { ", ".contains($0) }.compactMap { Double($0) }
    return numbers.count >= 2 ? GeoPoint(latitude: numbers[0], longitude: numbers[1]) : nil
  }

  private static func resolution(_ metadata: EmbeddedMetadata) -> Double? {
    for group in ["IFD0", "JFIF", "Photoshop", "XMP-tiff"] {
      guard let dots = metadata.number("\(group):XResolution"), dots > 0, dots.isFinite else { continue }
      let unit = metadata.first("\(group):ResolutionUnit") ?? metadata.first("\(group):DisplayedUnitsX") ?? "inches"
      if unit.hasPrefix("None") { continue }
      return unit.hasPrefix("cm") ? dots * 2.54 : dots
    }
    guard let perMetre = metadata.number("PNG-pHYs:PixelsPerUnitX"), perMetre > 0 else { return nil }
    return metadata.first("PNG-pHYs:PixelUnits") == "meters" ? (perMetre * 0.0254).rounded() : nil
  }

  private static func colourSpace(_ metadata: EmbeddedMetadata) -> String? {
    if let profile = metadata.first("ICC_Profile:ProfileDescription") {
      return profile.hasPrefix("sRGB") ? "sRGB" : profile
    }
    let space = metadata.first("ExifIFD:ColorSpace")
    return space == "Uncalibrated" ? nil : space
  }
}
