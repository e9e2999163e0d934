import Testing

@testable import Media

@Suite struct FileSignatureTests {
  @Test(arguments: [
    ("RIFF\u{0}\u{0}\u{0}\u{0}WEBPVP8 ", "a.webp", FileFormat.webp),
    ("RIFF\u{0}\u{0}\u{0}\u{0}WAVEfmt ", "a.wav", .wav),
    ("\u{0}\u{0}\u{0}\u{14}ftypisom\u{0}\u{0}\u{2}\u{0}mp41", "a.mp4", .mp4),
    ("\u{0}\u{0}\u{0}\u{14}ftypqt  \u{0}\u{0}\u{2}\u{0}qt  ", "a.mov", .quickTime),
    ("\u{0}\u{0}\u{0}\u{18}ftypmif1\u{0}\u{0}\u{0}\u{0}mif1avif", "a.avif", .avif),
    ("\u{0}\u{0}\u{0}\u{18}ftypmif1\u{0}\u{0}\u{0}\u{0}mif1heic", "a.heic", .heic),
    ("II*\u{0}\u{8}\u{0}\u{0}\u{0}", "a.tif", .tiff),
    ("rubbish before %PDF-1.4", "a.pdf", .pdf),
    ("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "a.svg", .svg),
    ("#EXTM3U\n/etc/passwd\n", "a.mp4", .text),
    ("Größe", "a.jpg", .text),
  ])
  func theBytesDecide(content: String, fileName: String, format: FileFormat) {
    #expect(FileSignature.format(of: Array(content.utf8), fileName: fileName) == format)
  }

  @Test func theNameChoosesOnlyAmongFormatsThatBeginAlike() {
    let tiff = Array("II*\u{0}\u{8}\u{0}\u{0}\u{0}".utf8)
    #expect(FileSignature.format(of: tiff, fileName: "a.NEF")?.name == "NEF")
    #expect(FileSignature.format(of: tiff, fileName: "a.mp4") == .tiff)
  }

  @Test func unknownBytesHaveNoFormat() {
    #expect(FileSignature.format(of: [0, 1, 2, 3], fileName: "a.jpg") == nil)
    #expect(FileSignature.format(of: [], fileName: "a.jpg") == .text, "nothing is as good a text as any")
  }

  @Test func noBeginningIsTooShort() {
    let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0]
    for length in 0..<4 { _ = FileSignature.format(of: Array(jpeg.prefix(length)), fileName: "a.jpg") }
    for first in UInt8.min...UInt8.max { _ = FileSignature.format(of: [first], fileName: "") }
  }

  @Test(arguments: [
    ("a.jpg", FileFormat.jpeg, true), ("a.JPEG", .jpeg, true), ("a.png", .jpeg, false), ("a", .jpeg, true),
    ("a.dat", .jpeg, false), ("notes.rst", .text, true), ("a.jpg", .text, false), (".jpg", .png, true),
  ])
  func aNameFitsOrDoesNot(name: String, format: FileFormat, fits: Bool) {
    #expect(FileName.fits(name, format) == fits)
  }
}
