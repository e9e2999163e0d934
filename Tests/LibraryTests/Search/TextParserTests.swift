import TestSupport
import Testing

@testable import Library

@Suite struct TextParserTests {
  @Test(arguments: [
    ("", "*"), ("*", "*"), ("   ", "*"), ("()", "*"),
    ("Sunset", "\"sunset\""),
    ("blue lake", "(\"blue\" AND \"lake\")"),
    ("blue+lake", "(\"blue\" AND \"lake\")"),
    ("blue AND lake", "(\"blue\" AND \"lake\")"),
    ("blue OR lake night", "(\"blue\" OR (\"lake\" AND \"night\"))"),
    ("(blue OR lake) night", "((\"blue\" OR \"lake\") AND \"night\")"),
    ("NOT blue", "NOT \"blue\""), ("NOT NOT blue", "\"blue\""),
    ("blue NOT lake", "(\"blue\" AND NOT \"lake\")"),
    ("\"Blue Lake\"", "\"blue lake\""),
    ("salt and pepper", "(\"salt\" AND \"and\" AND \"pepper\")"),
    ("moun*", "\"moun\"*"), ("*tain", "*\"tain\""), ("*unt*", "*\"unt\"*"),
    ("DSC_0042", "\"dsc 0042\""), ("DSC_00*", "\"dsc 00\"*"),
    ("title:Berg", "title:\"berg\""), ("TITLE: Berg", "title:\"berg\""),
    ("fileName:\"a b\"*", "fileName:\"a b\"*"),
    ("category:Images", "category:\"images\""),
    (
      "categoryIds:6F21C3AA-7f34-44c2-86cb-27548c113bec",
      "categoryIds:\"6f21c3aa-7f34-44c2-86cb-27548c113bec\""
    ),
    ("comments:x", "comments:\"x\""),
    ("salt & pepper", "(\"salt\" AND \"pepper\")"), ("&", "*"),
    ("12:30", "\"12 30\""), ("https://example.com", "\"https example com\""),
    ("STRASSE straße", "(\"strasse\" AND \"strasse\")"),
    ("Éclair ÅNGSTRÖM", "(\"eclair\" AND \"angstrom\")"),
  ])
  func aTextMeansThis(text: String, meaning: String) throws {
    #expect(try TextParser.parse(text).description == meaning)
  }

  @Test(arguments: [
    ("blue OR", 8, "a word"), ("OR blue", 1, "a word before OR"), ("AND blue", 1, "a word"),
    ("blue AND", 9, "a word"), ("NOT", 4, "a word"), ("(blue", 6, "\")\""), ("blue)", 5, "a word"),
    ("\"blue", 6, "a closing quotation mark"), (":blue", 1, "a word"), ("colour:blue", 1, "one of the fields"),
    ("title:", 7, "a word"), ("bl*ue", 4, "a blank"), ("categoryIds:5", 13, "the identifier of a category"),
  ])
  func aWrongTextIsAnsweredWithThePlace(text: String, column: Int, expected: String) throws {
    let error = #expect(throws: SearchSyntaxError.self) { try TextParser.parse(text) }
    #expect(error?.column == column)
    #expect(error?.expected.hasPrefix(expected) == true, "\(error?.expected ?? "")")
    #expect(error?.parameter == "search")
  }

  @Test func deepBracketsAreRefusedAndNotFollowed() {
    let text = String(repeating: "(", count: 100_000)
    #expect(throws: SearchSyntaxError.self) { try TextParser.parse(text) }
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func whateverIsWrittenIsReadOrRefusedAndPrintsAsItWasRead(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let pieces = [
      "blue", "title", ":", "*", "\"", "(", ")", "AND", "OR", "NOT", " ", "+", "é", "0", "_", "&", "categoryIds",
      "6f21c3aa-7f34-44c2-86cb-27548c113bec", "//", "कि", "\u{301}", "category", "\n",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &chance))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &chance)] }.joined()
      guard let query = try? TextParser.parse(text) else { continue }
      read += 1
      let printed = query.description
      #expect(try TextParser.parse(printed) == query, "\(text.debugDescription) → \(printed), seed \(seed)")
    }
    #expect(read > 1000)
  }
}
