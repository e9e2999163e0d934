import Foundation
import Media
import TestSupport
import Testing

@Suite("Files made by order")
struct OrderTests {
  private func make(
    _ order: MediaOrder, _ path: String, _ samples: Samples, name: String? = nil
  ) async throws -> MadeFile {
    let output = try samples.output()
    return try await withWorkers { workers in
      try await workers.make(order, of: path, fileName: name ?? (path as NSString).lastPathComponent, into: output)
    }
  }

  private func facts(_ made: MadeFile) async throws -> MediaFacts {
    try await withWorkers { try await $0.inspect(path: made.path, fileName: "made") }
  }

  @Test(
    "a picture in another form",
    arguments: [
      (PictureOrder(form: .webp, width: 300), 300, 200, "image/webp"),
      (PictureOrder(form: .png, height: 100), 150, 100, "image/png"),
      (PictureOrder(form: .jpeg, width: 200, height: 200, crop: .centre), 200, 200, "image/jpeg"),
      (PictureOrder(form: .jpeg, width: 200, height: 200, crop: .attention, quality: 30), 200, 200, "image/jpeg"),
      (PictureOrder(form: .tiff, width: 5000), 1200, 800, "image/tiff"),
      (PictureOrder(form: .jpeg, width: 2400, enlarges: true), 2400, 1600, "image/jpeg"),
      (PictureOrder(form: .jpeg), 1200, 800, "image/jpeg"),
    ])
  func pictures(order: PictureOrder, width: Int, height: Int, mime: String) async throws {
    let samples = try Samples()
    let made = try await make(.picture(order), try samples.picture("bars.png"), samples)
    #expect(made.width == width)
    #expect(made.height == height)
    let facts = try await facts(made)
    #expect(facts.mime == mime)
    #expect(facts.width == width)
    #expect(made.length > 0)
  }

  @Test func whatIsTransparentStaysSoWhereTheFormKnowsIt() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.png")
    let clear = samples.folder.file("clear.png")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "ffmpeg", "-v", "error", "-y", "-i", path, "-vf", "format=rgba,colorchannelmixer=aa=0.5", clear,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(try await facts(try await make(.picture(PictureOrder(form: .webp)), clear, samples)).hasAlpha == true)
    #expect(try await facts(try await make(.picture(PictureOrder(form: .jpeg)), clear, samples)).hasAlpha != true)
  }

  @Test func aTurnedPictureIsMadeUpright() async throws {
    let samples = try Samples()
    let path = try samples.picture("turned.jpg", width: 800, height: 400)
    try samples.tag(path, "-EXIF:Orientation#=6")
    let made = try await make(.picture(PictureOrder(form: .jpeg)), path, samples)
    #expect([made.width, made.height] == [400, 800])
  }

  @Test func aFilmHasAPosterAndAClip() async throws {
    let samples = try Samples()
    let path = try samples.film("bars.mp4")
    let poster = try await make(.picture(PictureOrder(form: .png, width: 320, moment: 1)), path, samples)
    #expect([poster.width, poster.height] == [320, 180])
    let clip = try await make(.clip(ClipOrder(start: 0.5, duration: 1, height: 180)), path, samples)
    #expect(clip.height == 180)
    let facts = try await facts(clip)
    #expect(facts.mime == "video/mp4")
    #expect(abs((facts.duration ?? 0) - 1) < 0.2)
    #expect(facts.audioCodec == "aac")
    let mute = try await make(.clip(ClipOrder(start: 0, duration: 1, hasSound: false)), path, samples)
    #expect(try await self.facts(mute).audioCodec == nil)
  }

  @Test func aDocumentGivesItsFirstPage() async throws {
    let samples = try Samples()
    let made = try await make(.picture(PictureOrder(form: .jpeg, width: 100)), try samples.document("a.pdf"), samples)
    #expect(made.width == 100)
  }

  @Test func metadataIsWrittenIntoACopy() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.jpg")
    let before = try Data(contentsOf: URL(filePath: path))
    let order = MetadataOrder(fields: [
      "XMP-dc:Title": ["Abend <am> Wehr"], "XMP-dc:Subject": ["Fluß", "水"], "IPTC:Keywords": ["Fluß", "水"],
      "IPTC:CodedCharacterSet": ["UTF8"], "XMP-dc:Rights": ["-o /tmp/x"],
    ])
    let made = try await make(.metadata(order), path, samples)
    let facts = try await facts(made)
    #expect(facts.title == "Abend <am> Wehr")
    #expect(facts.keywords == ["Fluß", "水"])
    #expect(facts.copyright == "-o /tmp/x")
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    let others = try Samples()
    let cleared = try await make(.metadata(MetadataOrder(fields: ["XMP-dc:Title": [""]])), made.path, others)
    #expect(try await self.facts(cleared).title == nil)
    others.folder.remove()
  }

  @Test func metadataIsWrittenWhateverTheFileIsCalledOnTheDisk() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.jpg")
    let bare = samples.folder.file("0a1b2c")
    try FileManager.default.copyItem(atPath: path, toPath: bare)
    let order = MetadataOrder(fields: ["XMP-dc:Title": ["Abend"]])
    #expect(try await facts(try await make(.metadata(order), bare, samples, name: "bars.jpg")).title == "Abend")
    let noise = try samples.folder.write("noise", Array(repeating: 7, count: 500))
    await #expect(throws: MediaError.self) {
      _ = try await make(.metadata(order), noise, samples, name: "noise.jpg")
    }
  }

  @Test("a picture that ends too early isn't made into another", arguments: [0.1, 0.5, 0.9])
  func cutOff(part: Double) async throws {
    let samples = try Samples()
    let whole = try Data(contentsOf: URL(filePath: try samples.picture("bars.jpg")))
    let path = try samples.folder.write("cut.jpg", Array(whole.prefix(Int(Double(whole.count) * part))))
    await #expect(throws: MediaError.self) {
      _ = try await make(.picture(PictureOrder(form: .png, width: 1000)), path, samples)
    }
  }

  @Test func whatCantBeMadeIsSaidWithTheFilesName() async throws {
    let samples = try Samples()
    let text = try samples.folder.write("a.txt", "text".utf8)
    await #expect(throws: MediaError.self) {
      _ = try await make(.picture(PictureOrder(form: .jpeg)), text, samples)
    }
    await #expect(throws: MediaError.self) {
      _ = try await make(.clip(ClipOrder(start: 0, duration: 1)), try samples.picture("p.jpg"), samples)
    }
    await #expect(throws: MediaError.self) {
      _ = try await make(.metadata(MetadataOrder(fields: ["XMP-dc:Title": ["x"]])), text, samples)
    }
  }
}
