import Media
import TestSupport
import Testing

@Suite struct FilmAndDocumentTests {
  @Test func aFilmHasFactsAndAStill() async throws {
    let samples = try Samples()
    let media = try await process(try samples.film("film.mp4"), samples)
    #expect(media.problem == nil)
    #expect(media.facts.kind == .video)
    #expect(media.facts.mime == "video/mp4")
    #expect(media.facts.width == 640)
    #expect(media.facts.height == 360)
    #expect(media.facts.frameRate == 25)
    #expect(media.facts.duration == 2)
    #expect(media.facts.videoCodec == "h264")
    #expect(media.facts.audioCodec == "aac")
    #expect((media.facts.bitRate ?? 0) > 10_000)
    #expect(media.renditions.map(\.width) == [160, 400, 640, 640])
  }

  @Test(arguments: ["mp3", "wav", "flac", "m4a"]) func aSoundHasFactsAndNoPicture(ending: String) async throws {
    let samples = try Samples()
    let media = try await process(try samples.sound("tone.\(ending)"), samples)
    #expect(media.facts.kind == .audio)
    #expect(media.facts.matchesName)
    #expect(media.facts.duration.map { abs($0 - 2) < 0.1 } == true)
    #expect(media.facts.title == "Ton")
    #expect(media.renditions == [])
    #expect(media.problem == nil)
  }

  @Test func aFilmWithoutPicturesIsASound() async throws {
    let samples = try Samples()
    let media = try await process(try samples.sound("tone.mp4"), samples)
    #expect(media.facts.kind == .audio)
    #expect(media.facts.format == "MP4")
    #expect(media.renditions == [])
    #expect(media.problem == nil)
  }

  @Test func aDocumentIsShownByItsFirstPage() async throws {
    let samples = try Samples()
    let media = try await process(try samples.document("heft.pdf"), samples)
    #expect(media.problem == nil)
    #expect(media.facts.kind == .document)
    #expect(media.facts.pages == 2)
    #expect(media.facts.title == "Mein Heft")
    #expect(media.facts.keywords == ["See", "Wasser"])
    #expect(media.facts.dominantColour?.hasPrefix("#f") == true, "the page is red")
    #expect(media.renditions.last.map { $0.height } == 2048)
    #expect(media.renditions.last.map { abs($0.width - 1365) <= 1 } == true)
  }
}
