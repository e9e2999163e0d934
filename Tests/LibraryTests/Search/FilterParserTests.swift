import Core
import TestSupport
import Testing

@testable import Library

@Suite struct FilterParserTests {
  @Test(arguments: [
    ("(AssetType EQ Image)", "'AssetType' EQ 'Image'"),
    (
      "(AverageRating+EQ+4+OR+AverageRating+EQ+5)+AND+Status+EQ+0",
      "(('AverageRating' EQ '4' OR 'AverageRating' EQ '5') AND 'Status' EQ '0')"
    ),
    ("DateUploaded LE 2024-01-01T00:00:00Z", "'DateUploaded' LE '2024-01-01T00:00:00Z'"),
    ("File Extension eq JPG", "'File Extension' EQ 'JPG'"),
    ("Brand Name CT Acme Corp and not Status ne 5", "('Brand Name' CT 'Acme Corp' AND NOT ('Status' NE '5'))"),
    ("A EQ 1 OR B EQ 2 AND C EQ 3", "('A' EQ '1' OR ('B' EQ '2' AND 'C' EQ '3'))"),
    ("'Rights (and more)' SW 'it''s AND (so)'", "'Rights (and more)' SW 'it''s AND (so)'"),
    ("\"Image Width\" GT 100", "'Image Width' GT '100'"),
    ("Colour EQ red, green", "'Colour' EQ 'red, green'"),
  ])
  func aFilterMeansThis(text: String, meaning: String) throws {
    #expect(try FilterParser.parse(text)?.description == meaning)
  }

  @Test func aBlankFilterIsNone() throws {
    #expect(try FilterParser.parse("  ") == nil)
    #expect(try ContainerParser.parse("") == nil)
  }

  @Test(arguments: [
    ("Status", 7, "one of EQ"), ("Status EQ", 10, "a value"), ("EQ 5", 1, "a field"),
    ("Status IS 5", 12, "one of EQ"), ("(Status EQ 5", 13, "AND, OR or \")\""),
    ("Status EQ 5)", 12, "AND, OR or the end"),
    ("Status EQ 5 AND", 16, "a field"), ("Status EQ 'x", 13, "a closing '"), ("()", 2, "a field"),
  ])
  func aWrongFilterIsAnsweredWithThePlace(text: String, column: Int, expected: String) throws {
    let error = #expect(throws: SearchSyntaxError.self) { try FilterParser.parse(text) }
    #expect(error?.column == column, "\(text)")
    #expect(error?.expected.hasPrefix(expected) == true, "\(error?.expected ?? "")")
  }

  @Test(arguments: [
    "(CategoryIds/ANY(c: c EQ '6f21c3aa-7f34-44c2-86cb-27548c113bec'))",
    "(categoryids/any(x:x eq 6F21C3AA-7f34-44c2-86cb-27548c113bec))",
    "(CategoryIds/ANY(c: c EQ 'urn:uuid:6f21c3aa-7f34-44c2-86cb-27548c113bec'))",
  ])
  func aContainerIsReadHoweverItIsWritten(text: String) throws {
    let id = try #require(CategoryID("6f21c3aa-7f34-44c2-86cb-27548c113bec"))
    #expect(try ContainerParser.parse(text) == .category(id))
  }

  @Test(arguments: [
    ("CategoryIds", 1, "CategoryIds/ANY"), ("CategoryIds/ANY(c: d EQ 'x')", 20, "\"c\""),
    ("CategoryIds/ANY(c: c EQ 'x')", 25, "an identifier"), ("CategoryIds/ANY(c: c NE 'x')", 22, "EQ"),
  ])
  func aWrongContainerIsAnsweredWithThePlace(text: String, column: Int, expected: String) throws {
    let error = #expect(throws: SearchSyntaxError.self) { try ContainerParser.parse(text) }
    #expect(error?.column == column)
    #expect(error?.expected.hasPrefix(expected) == true)
  }

  @Test func aSortOrderIsRead() throws {
    #expect(try SortOrder.parse("") == [SortOrder(field: .createdAt, isAscending: false)])
    #expect(
      try SortOrder.parse("Title A, record.modifiedAt D")
        == [SortOrder(field: .title, isAscending: true), SortOrder(field: .modifiedAt, isAscending: false)])
    #expect(throws: SearchSyntaxError.self) { try SortOrder.parse("title X") }
    #expect(throws: SearchSyntaxError.self) { try SortOrder.parse("colour A") }
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func whateverIsWrittenIsReadOrRefusedAndPrintsAsItWasRead(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let pieces = [
      "Status", "EQ", "ct", "5", "(", ")", "AND", "or", "NOT", "'", "\"", ",", "+", " ", "Image Width", "é", "c:",
      "CategoryIds/ANY(", "c EQ '6f21c3aa-7f34-44c2-86cb-27548c113bec')", "LightboxIds/ANY(",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...10, using: &chance))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &chance)] }.joined(separator: " ")
      if let filter = try? FilterParser.parse(text) {
        read += 1
        #expect(try FilterParser.parse(filter.description) == filter, "\(text), seed \(seed)")
      }
      if let container = try? ContainerParser.parse(text) {
        #expect(try ContainerParser.parse(container.description) == container, "\(text), seed \(seed)")
      }
    }
    #expect(read > 50)
  }
}
