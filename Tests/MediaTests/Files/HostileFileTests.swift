import Foundation
import Media
import TestSupport
import Testing

/// Promise 9: a hostile file costs that file, and is named.
@Suite struct HostileFileTests {
  @Test func anEmptyFileIsRefused() async throws {
    let samples = try Samples()
    let path = try samples.folder.write("nothing.jpg", [])
    await #expect(throws: MediaError.empty(file: "nothing.jpg")) { try await process(path, samples) }
  }

  @Test func aFileThatIsNotThereIsNamedAsItsOwnerNamedIt() async throws {
    let samples = try Samples()
    await #expect(throws: MediaError.unreadable(file: "lake.jpg")) {
      try await process(samples.folder.file("gone"), samples, as: "lake.jpg")
    }
  }

  @Test func textWithAPicturesNameIsKeptAsText() async throws {
    let samples = try Samples()
    let media = try await process(try samples.folder.write("letter.jpg", "Dear all,\n".utf8), samples)
    #expect(media.facts.kind == .other)
    #expect(media.facts.mime == "text/plain")
    #expect(!media.facts.matchesName)
    #expect(media.renditions == [])
    #expect(media.problem == .unsupported(file: "letter.jpg", format: "TXT"))
  }

  @Test func aPictureWithAnothersEndingIsWhatItsBytesAre() async throws {
    let samples = try Samples()
    let media = try await process(try samples.picture("really.png"), samples, as: "claims.jpg")
    #expect(media.facts.mime == "image/png")
    #expect(media.facts.format == "PNG")
    #expect(!media.facts.matchesName)
    #expect(media.renditions.count == 4)
  }

  @Test(arguments: ["jpg", "png"]) func aPictureThatIsCutOffHasFactsAndAReason(ending: String) async throws {
    let samples = try Samples()
    let whole = try samples.picture("whole.\(ending)")
    let path = try samples.cut(whole, to: 20_000, as: "cut.\(ending)")
    let media = try await process(path, samples)
    #expect(media.facts.width == 1200)
    #expect(media.renditions == [])
    guard case .damaged(file: "cut.\(ending)", _) = media.problem else {
      Issue.record("it was taken for whole: \(String(describing: media.problem))")
      return
    }
  }

  @Test func aBombIsRefusedByItsHeader() async throws {
    let samples = try Samples()
    let media = try await process(try samples.headerOfPNG("bomb.png", width: 60_000, height: 60_000), samples)
    #expect(
      media.problem == .tooManyPixels(file: "bomb.png", width: 60_000, height: 60_000, limit: 500_000_000))
    #expect(media.facts.width == 60_000)
    #expect(media.renditions == [])
  }

  @Test func thePixelLimitIsASetting() async throws {
    let samples = try Samples()
    let path = try samples.picture("bars.png", width: 1200, height: 800)
    let media = try await process(path, samples) { $0.pixelLimit = 1200 * 800 - 1 }
    #expect(media.problem == .tooManyPixels(file: "bars.png", width: 1200, height: 800, limit: 1200 * 800 - 1))
  }

  @Test func aDrawingLoadsNothingFromOutside() async throws {
    let samples = try Samples()
    let red = try samples.plain("red.png", colour: "red")
    let svg = """
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="600" height="400">
      <rect width="600" height="400" fill="#0000ff"/>
      <image xlink:href="file://\(red)" width="600" height="400"/><image href="red.png" width="600" height="400"/>
      <image href="http://127.0.0.1:9/red.png" width="600" height="400"/></svg>
      """
    let media = try await process(try samples.folder.write("drawing.svg", svg.utf8), samples)
    #expect(media.facts.dominantColour?.hasSuffix("ff") == true || media.facts.dominantColour?.hasSuffix("fe") == true)
    #expect(media.facts.dominantColour?.hasPrefix("#0") == true, "\(media.facts.dominantColour ?? "")")
  }

  @Test func aPlaylistIsNoFilm() async throws {
    let samples = try Samples()
    let film = try samples.film("film.mp4")
    let list = try samples.folder.write("list.mp4", "#EXTM3U\n#EXTINF:1,\n\(film)\n".utf8)
    let media = try await process(list, samples)
    #expect(media.facts.kind == .other)
    #expect(media.renditions == [])
  }

  @Test func aFilmThatIsCutOffIsDamaged() async throws {
    let samples = try Samples()
    let path = try samples.cut(try samples.film("film.mp4"), to: 4000, as: "cut.mp4")
    let media = try await process(path, samples)
    guard case .damaged(file: "cut.mp4", _) = media.problem else {
      Issue.record("it was taken for whole: \(String(describing: media.problem))")
      return
    }
    #expect(media.renditions == [])
  }

  @Test func aLockedDocumentIsSaidToBeLocked() async throws {
    let samples = try Samples()
    let media = try await process(try samples.lockedDocument("locked.pdf"), samples)
    #expect(media.problem == .encrypted(file: "locked.pdf"))
    #expect(media.facts.kind == .document)
  }

  @Test func aBrokenDocumentIsDamaged() async throws {
    let samples = try Samples()
    let media = try await process(try samples.folder.write("broken.pdf", "%PDF-1.4\nnothing".utf8), samples)
    guard case .damaged(file: "broken.pdf", _) = media.problem else {
      Issue.record("it was taken for whole: \(String(describing: media.problem))")
      return
    }
  }

  @Test func namesAreNeverReadAsOptions() async throws {
    let samples = try Samples()
    let plain = try samples.picture("bars.jpg")
    for name in ["-ver", "a[Q=1,page=2].jpg", "%03d.jpg", "file:x.jpg", "concat:a|b", "a\"; $(reboot).jpg"] {
      let path = samples.folder.file(name)
      try FileManager.default.copyItem(atPath: plain, toPath: path)
      let media = try await process(path, samples)
      #expect(media.facts.mime == "image/jpeg", "\(name)")
      #expect(media.renditions.count == 4, "\(name)")
    }
  }

  @Test func whatNeedsMoreMemoryThanAllowedCostsOnlyItself() async throws {
    let samples = try Samples()
    let hungry = try samples.plain("hungry.gif", colour: "blue", width: 9000, height: 9000)
    let fine = try samples.picture("fine.jpg")
    let output = try samples.output()
    try await withWorkers({ $0.memoryLimit = 256 << 20 }) { workers in
      let sizes = RenditionSize.allCases
      let first = try? await workers.process(path: hungry, fileName: "hungry.gif", sizes: sizes, into: output)
      #expect(first?.renditions ?? [] == [])
      let second = try await workers.process(path: fine, fileName: "fine.jpg", sizes: sizes, into: output)
      #expect(second.renditions.count == 4)
    }
  }

  @Test func randomBytesBehindGoodBeginningsEndWell() async throws {
    let samples = try Samples()
    let seed = SeededGenerator.freshSeed()
    var chance = SeededGenerator(seed: seed)
    let beginnings: [[UInt8]] = [
      [0xff, 0xd8, 0xff, 0xe0], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], Array("GIF89a".utf8),
      Array("II*\0".utf8), Array("%PDF-1.7\n".utf8), Array("\0\0\0\u{14}ftypisom".utf8), Array("fLaC".utf8),
      Array("8BPS\0\u{1}".utf8), Array("<svg ".utf8),
    ]
    let paths = try beginnings.enumerated().map { index, beginning in
      try samples.folder.write("random-\(index)", beginning + chance.bytes(5000))
    }
    let output = try samples.output()
    try await withWorkers { workers in
      for path in paths {
        let media = try await workers.process(path: path, fileName: "x", sizes: [.thumb], into: output)
        #expect(media.renditions == [], "\(path), seed \(seed)")
      }
    }
  }
}
