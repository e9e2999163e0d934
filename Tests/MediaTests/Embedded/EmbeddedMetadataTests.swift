import Core
import Foundation
import Testing

@testable import Media

@Suite struct EmbeddedMetadataTests {
  private func facts(_ json: String) throws -> MediaFacts {
    let quoted = BareWords.quoted(Array(json.utf8))
    let answer = try #require(try JSONValue(parsing: quoted).objectValue)
    var facts = MediaFacts(kind: .image, mime: "image/jpeg", format: "JPG")
    facts.adopt(EmbeddedMetadata(answer))
    return facts
  }

  @Test func valuesThatLookLikeNumbersStayAsTheyWereWritten() throws {
    let facts = try facts(#"{"XMP:XMP-dc:Title": 1.50, "XMP:XMP-dc:Subject": [2024, "a \"b\" -1", true, 1e5]}"#)
    #expect(facts.title == "1.50")
    #expect(facts.keywords == ["2024", "a \"b\" -1", "true", "1e5"])
  }

  @Test func keywordsOfAllPlacesComeOnce() throws {
    let facts = try facts(
      #"{"IPTC:CodedCharacterSet":"UTF8","IPTC:Keywords":["See","Brücke"],"XMP:XMP-dc:Subject":["see"," Berg "],"PDF:Keywords":"Wald; berg"}"#
    )
    #expect(facts.keywords == ["see", "Berg", "Brücke", "Wald"])
  }

  @Test func xmpIsBelievedBeforeIPTCAndEXIF() throws {
    let facts = try facts(
      #"{"EXIF:IFD0:ImageDescription":"exif","IPTC:Caption-Abstract":"iptc","XMP:XMP-dc:Description":"xmp","IPTC:ObjectName":"name"}"#
    )
    #expect(facts.description == "xmp")
    #expect(facts.title == "name")
  }

  @Test func whatCamerasWriteIntoTheDescriptionIsNone() throws {
    #expect(try facts(#"{"EXIF:IFD0:ImageDescription":"OLYMPUS DIGITAL CAMERA         "}"#).description == nil)
  }

  @Test func iptcInUTF8ThatDoesNotSaySoIsMended() throws {
    #expect(try facts(#"{"IPTC:ObjectName":"BrÃ¼cke"}"#).title == "Brücke")
    #expect(try facts(#"{"IPTC:ObjectName":"Brücke"}"#).title == "Brücke", "Latin text stays")
    #expect(try facts(#"{"IPTC:CodedCharacterSet":"UTF8","IPTC:ObjectName":"BrÃ¼cke"}"#).title == "BrÃ¼cke")
  }

  @Test func southAndWestAreNegative() throws {
    let facts = try facts(
      #"{"EXIF:GPS:GPSLatitudeRef":"South","EXIF:GPS:GPSLatitude":33.86,"EXIF:GPS:GPSLongitudeRef":"East","EXIF:GPS:GPSLongitude":151.21}"#
    )
    #expect(facts.location == MediaFacts.GeoPoint(latitude: -33.86, longitude: 151.21))
    #expect(MediaFacts.GeoPoint(latitude: 91, longitude: 0) == nil)
  }

  @Test func resolutionIsInDotsPerInch() throws {
    #expect(try facts(#"{"JFIF:XResolution":118,"JFIF:ResolutionUnit":"cm"}"#).resolution == 118 * 2.54)
    #expect(try facts(#"{"JFIF:XResolution":1,"JFIF:ResolutionUnit":"None"}"#).resolution == nil)
    #expect(try facts(#"{"PNG:PNG-pHYs:PixelsPerUnitX":11811,"PNG:PNG-pHYs:PixelUnits":"meters"}"#).resolution == 300)
  }

  @Test func everyFieldIsListedWithItsFamily() throws {
    let facts = try facts(
      #"{"SourceFile":"x","ExifTool:ExifToolVersion":12.57,"File:FileType":"JPEG","EXIF:IFD0:Make":"Acme","EXIF:IFD1:Make":"thumbnail","IPTC:City":"Wien","XMP:XMP-dc:Rights":"(Binary data 12 bytes)"}"#
    )
    #expect(
      facts.embedded == [
        EmbeddedField(family: .exif, group: "IFD0", name: "Make", value: "Acme"),
        EmbeddedField(family: .iptc, group: "IPTC", name: "City", value: "Wien"),
      ])
  }

  @Test(arguments: [
    ("DateTimeOriginal", "Date Time Original"), ("GPSLatitude", "GPS Latitude"), ("XResolution", "X Resolution"),
    ("City", "City"), ("By-line", "By-line"),
  ])
  func namesAreShownInWords(name: String, words: String) {
    #expect(EmbeddedField(family: .exif, group: "", name: name, value: "").title == words)
  }

  @Test(
    arguments: [
      ("2024:05:06 07:08:09", nil, "2024-05-06T07:08:09.000Z"),
      ("2024:05:06 07:08:09", "+02:00", "2024-05-06T05:08:09.000Z"),
      ("2024:05:06 07:08:09.25-05:30", "+02:00", "2024-05-06T12:38:09.000Z"),
      ("2024:05:06", nil, "2024-05-06T00:00:00.000Z"),
      ("0000:00:00 00:00:00", nil, nil), ("2024:13:06 07:08:09", nil, nil), ("soon", nil, nil),
    ] as [(String, String?, String?)])
  func datesAreRead(text: String, zone: String?, expected: String?) {
    #expect(EmbeddedDate.parse(text, zone: zone).map(Timestamp.format) == expected)
  }
}
