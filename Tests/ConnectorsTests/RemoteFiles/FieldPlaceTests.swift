import Connectors
import Core
import Testing

@Suite("Where a service says what about a file")
struct FieldPlaceTests {
  static let description: JSONValue = [
    "caption": "At sea", "empty": "  ", "size": 12, "isOld": true, "nothing": nil,
    "tags": [["name": "boat"], ["name": "sea"], ["other": "quay"]],
    "title": ["en-US": "Harbour", "de": "Hafen"], "dc:rights": "Ada", "a.b": "dotted",
    "people": ["Ada", "Bo"], "words": " boat  sea ",
    "html": "<p>Boats &amp; <b>quays</b></p>\n<p>At&nbsp;dawn &#169; &#x1F6A2; &unknown; <br/>1 < 2</p>",
    "subject": ["boat": true, "old": false, "sea": true],
  ]

  static let cases: [(String, [String])] = [
    ("caption", ["At sea"]), (" CAPTION ", ["At sea"]), ("size", ["12"]), ("isOld", ["true"]), ("nothing", []),
    ("empty", []), ("missing.deeper", []), ("tags.name", ["boat", "sea"]), ("tags[1].name", ["sea"]),
    ("tags[9].name", []), ("tags[].name", ["boat", "sea"]), ("title.*", ["Harbour"]), ("title", []),
    ("dc:rights", ["Ada"]), ("a\\.b", ["dotted"]), ("people", ["Ada", "Bo"]), ("words(words)", ["boat", "sea"]),
    ("words(people)", ["Ada", "Bo"]), ("names(subject)", ["boat", "sea"]), ("names(people)", ["Ada", "Bo"]),
    ("names(missing)", []), ("text(html)", ["Boats & quays\nAt dawn © 🚢 &unknown;\n1 < 2"]),
    ("text(caption)", ["At sea"]), ("text(size)", ["12"]),
  ]

  @Test("reads", arguments: cases)
  func reads(path: String, values: [String]) {
    let place = FieldPlace(path)
    #expect(place.values(in: Self.description) == values)
    #expect(FieldPlace(place.description) == place)
  }

  @Test func ofSeveralPlacesTheFirstThatSaysSomethingCounts() {
    let places = FieldPlaces("missing | empty|title.* | caption")
    #expect(places.values(in: Self.description) == ["Harbour"])
    #expect(places.description == "missing | empty | title.* | caption")
    #expect(FieldPlaces(places.description) == places)
    #expect(FieldPlaces(" | ").places.isEmpty)
  }

  @Test func keywordsMayStandInOneText() {
    #expect(FileField.keywords(["boat, sea;quay"]) == ["boat", "sea", "quay"])
    #expect(FileField.keywords(["Berlin, Mitte", "sea"]) == ["Berlin, Mitte", "sea"])
  }

  @Test func htmlThatIsCutOffOrHostileIsOnlyText() {
    func text(_ html: String) -> [String] { FieldPlace("text(a)").values(in: ["a": .string(html)]) }
    #expect(text("a < b") == ["a < b"])
    #expect(text("<p") == ["<p"])
    #expect(text("&#xFFFFFFFFFF; &#x110000; &;") == ["&#xFFFFFFFFFF; &#x110000; &;"])
    #expect(text("<img src=x>").isEmpty)
    #expect(text(String(repeating: "<p", count: 100_000)).first?.count == 200_000)
  }
}
