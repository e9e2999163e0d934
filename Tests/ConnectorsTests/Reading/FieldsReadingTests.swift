import Connectors
import Testing

@Suite("Stating in a connector file what a service says of files")
struct FieldsReadingTests {
  private static func text(_ fields: String) -> String {
    """
    connector: shopConnector-v1.0
    title: Shop
    description: A shop.
    provenance: {source: its documentation, date: "2026-11-22"}
    endpoint: {default: "https://api.shop.test", editable: true}
    authentication: [{kind: bearer}]
    files:
      list: {action: listItems}
      item: {id: id, name: name}
      fields: \(fields)
    actions:
      listItems: {title: List, group: Items, description: Lists them., method: GET, path: /items, output: {}}

    """
  }

  @Test func everyFieldIsReadWithItsPlacesInOrder() throws {
    let all =
      "{title: [headline, title.*], description: text(caption), altText: alt, keywords: [tags.name, words(more)], rights: license, creator: by}"
    let connector = try ConnectorFile.read(Self.text(all), file: "shop.yaml")
    let fields = try #require(connector.files?.fields)
    #expect(
      fields.mapValues(\.description) == [
        .title: "headline | title.*", .description: "text(caption)", .altText: "alt",
        .keywords: "tags.name | words(more)", .rights: "license", .creator: "by",
      ])
  }

  static let faults: [(String, String)] = [
    ("{caption: a}", "files.fields.caption: \"caption\" isn't known here; known are title, description, altText"),
    ("[title]", "files.fields: must be a mapping"), ("{title: []}", "files.fields.title: needs a path"),
    ("{title: .}", "files.fields.title: must be a path"), ("{title: \"a | b\"}", "files.fields.title: must be a path"),
    ("{title: a=b}", "files.fields.title: must be a path"),
    ("{keywords: [tags, {a: b}]}", "files.fields.keywords.1: "),
    ("{title: upper(name)}", "files.fields.title: can be read as text(…), words(…) or names(…) only"),
  ]

  @Test("names the fault", arguments: faults)
  func names(fields: String, message: String) {
    let issues = ConnectorFile.lint(Self.text(fields)).map(\.description)
    #expect(issues.contains { $0.contains(message) }, "\(issues)")
  }
}
