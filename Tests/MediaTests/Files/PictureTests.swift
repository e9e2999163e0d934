import Core
import Foundation
import Media
import TestSupport
import Testing

@Suite struct PictureTests {
  @Test func aPictureGetsFourSizesFromOneLook() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.jpg", width: 3000, height: 1500)
    let media = try await process(path, samples)
    #expect(media.problem == nil)
    #expect(media.renditions.map(\.size) == [.thumb, .small, .medium, .large])
    #expect(media.renditions.map(\.width) == [160, 400, 1024, 2048])
    #expect(media.renditions.map(\.height) == [80, 200, 512, 1024])
    for rendition in media.renditions {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: rendition.path))
      #expect(Int64(bytes.count) == rendition.length)
      #expect(bytes.starts(with: [0xff, 0xd8, 0xff]))
    }
    #expect(media.facts.kind == .image)
    #expect(media.facts.mime == "image/jpeg")
    #expect(media.facts.format == "JPG")
    #expect(media.facts.width == 3000)
    #expect(media.facts.orientation == .landscape)
  }

  @Test func nothingIsEnlarged() async throws {
    let samples = try Samples()
    let media = try await process(try samples.picture("small.png", width: 300, height: 200), samples)
    #expect(media.renditions.map(\.width) == [150, 300, 300, 300])
  }

  @Test func aPictureIsTurnedUpright() async throws {
    let samples = try Samples()
    let path = try samples.picture("turned.jpg", width: 800, height: 400)
    try samples.tag(path, "-EXIF:Orientation#=6")
    let media = try await process(path, samples)
    #expect(media.facts.width == 400)
    #expect(media.facts.height == 800)
    #expect(media.facts.orientation == .portrait)
    #expect(media.renditions.first.map { [$0.width, $0.height] } == [80, 160])
  }

  @Test(arguments: [("0x2060A0", "jpg", [0x20, 0x60, 0xa0]), ("0xC03010", "png", [0xc0, 0x30, 0x10])])
  func theColourThatMostOfItHasIsKept(colour: String, ending: String, expected: [Int]) async throws {
    let samples = try Samples()
    let media = try await process(try samples.plain("plain.\(ending)", colour: colour), samples)
    let hex = try #require(media.facts.dominantColour)
    let found = [1, 3, 5].compactMap { Int(hex.dropFirst($0).prefix(2), radix: 16) }
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 4 }, "\(hex) for \(colour)")
  }

  @Test func embeddedMetadataIsReadInEveryAlphabet() async throws {
    let samples = try Samples()
    let path = try samples.picture("lake.jpg")
    try samples.tag(
      path, "-IPTC:CodedCharacterSet=UTF8", "-IPTC:ObjectName=Am Weiher", "-IPTC:Keywords=Fluß", "-IPTC:Keywords=水",
      "-XMP-dc:Title=Abend am Wehr", "-XMP-dc:Description=Über dem Wasser", "-XMP-dc:Subject=Fluß",
      "-XMP-dc:Subject=Ärger", "-XMP-dc:Creator=Zoë", "-XMP-dc:Rights=© 2026",
      "-EXIF:DateTimeOriginal=2024:05:06 07:08:09",
      "-EXIF:OffsetTimeOriginal=+02:00", "-EXIF:GPSLatitude=48.2", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=16.37",
      "-EXIF:GPSLongitudeRef=W", "-EXIF:XResolution=300", "-EXIF:YResolution=300", "-EXIF:ResolutionUnit=inches",
      "-EXIF:ColorSpace=sRGB")
    let facts = try await withWorkers { try await $0.inspect(path: path, fileName: "lake.jpg") }
    #expect(facts.title == "Abend am Wehr")
    #expect(facts.description == "Über dem Wasser")
    #expect(facts.keywords == ["Fluß", "Ärger", "水"])
    #expect(facts.creator == "Zoë")
    #expect(facts.copyright == "© 2026")
    #expect(facts.capturedAt.map(Timestamp.format) == "2024-05-06T05:08:09.000Z")
    #expect(facts.location == MediaFacts.GeoPoint(latitude: 48.2, longitude: -16.37))
    #expect(facts.resolution == 300)
    #expect(facts.colourSpace == "sRGB")
    #expect(facts.embedded.contains { $0.family == .iptc && $0.name == "ObjectName" && $0.value == "Am Weiher" })
    #expect(facts.embedded.contains { $0.family == .exif && $0.title == "Date Time Original" })
  }

  @Test func transparentPartsBecomeWhite() async throws {
    let samples = try Samples()
    let svg = #"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="8" height="8"/></svg>"#
    let media = try await process(try samples.folder.write("logo.svg", svg.utf8), samples)
    #expect(media.facts.hasAlpha == true)
    #expect(media.facts.dominantColour == "#ffffff")
  }

  @Test(arguments: ["bmp", "gif", "tif", "webp"]) func otherFormatsGetRenditionsToo(ending: String) async throws {
    let samples = try Samples()
    let media = try await process(try samples.picture("bars.\(ending)"), samples)
    #expect(media.problem == nil)
    #expect(media.facts.format == ending.uppercased())
    #expect(media.facts.matchesName)
    #expect(media.renditions.count == 4)
  }
}

/// All sizes of one file, by a pool of its own.
func process(
  _ path: String, _ samples: Samples, as fileName: String? = nil, _ adjust: (inout MediaSettings) -> Void = { _ in }
) async throws -> ProcessedMedia {
  let name = fileName ?? URL(fileURLWithPath: path).lastPathComponent
  let output = try samples.output()
  return try await withWorkers(adjust) {
    try await $0.process(path: path, fileName: name, sizes: RenditionSize.allCases, into: output)
  }
}
