import Foundation
import Testing

@testable import Sources

@Suite("Names of published files")
struct PublishedNameTests {
  @Test func aNumberStandsBeforeTheExtension() {
    let taken: Set<String> = ["a.jpg", "a (2).jpg"]
    #expect(PublishedName.distinct("a.jpg", taken: taken.contains) == "a (3).jpg")
    #expect(PublishedName.distinct("A.JPG", taken: taken.contains) == "A (3).JPG")
    #expect(PublishedName.distinct(".jpg", taken: [".jpg"].contains) == ".jpg (2)")
    #expect(PublishedName.distinct("b.jpg", taken: taken.contains) == "b.jpg")
  }

  @Test func itStaysShortEnough() {
    let long = String(repeating: "é", count: 125) + ".jpg"
    let name = PublishedName.distinct(long) { $0 == PublishedName.key(long) }
    #expect(name.utf8.count <= 255)
    #expect(name.hasSuffix(" (2).jpg"))
  }

  @Test func tenThousandOfOneNameTakeFewLooksEach() {
    var taken: Set<String> = []
    var looks = 0
    for _ in 0..<10_000 {
      let name = PublishedName.distinct("IMG_0001.jpg") { key in
        looks += 1
        return taken.contains(key)
      }
      #expect(taken.insert(PublishedName.key(name)).inserted)
    }
    #expect(taken.contains("img_0001.jpg") && taken.contains("img_0001 (17).jpg"))
    #expect(looks < 500_000, "\(looks)")
  }

  @Test func howAnAccentIsWrittenMakesNoOtherName() {
    #expect(PublishedName.key("Cafe\u{301}.jpg") == PublishedName.key("CAFÉ.JPG"))
  }
}
