import Connectors
import Testing

@Suite("Checking a connector file")
struct LintTests {
  private static let good = """
    connector: shopConnector-v1.0
    title: Shop
    description: A shop.
    provenance: {source: its documentation, date: "2026-11-22"}
    endpoint: {default: "https://api.shop.test", editable: true}
    authentication: [{kind: bearer}]
    fields:
      region: {title: Region, default: eu}
    actions:
      readItem:
        title: Read item
        group: Items
        description: Reads one.
        method: GET
        path: /items/${input.id}
        input:
          properties:
            id: {type: string}
          required: [id]
      listItems:
        title: List items
        group: Items
        description: Lists them.
        method: GET
        path: /items
        query: {page: "${page.number}", region: "${settings.region}"}
        paging: {style: page, size: 10, items: items}

    """

  @Test func aGoodFileHasNoFault() {
    #expect(ConnectorFile.lint(Self.good).isEmpty)
  }

  /// What is changed, and the message with its line.
  static let faults: [(String, String, String)] = [
    ("title: Shop", "titel: Shop", "line 1, column 1: document: \"title\" is missing"),
    ("title: Shop", "titel: Shop", "line 2, column 8: titel: \"titel\" isn't known here"),
    ("shopConnector-v1.0", "shop", "line 1, column 12: connector: must be written as nameConnector-v1.0"),
    ("2026-11-22", "soon", "line 4, column 47: provenance.date: must be a date"),
    ("https://api.shop.test", "https://api.shop.test/", "line 5, column 21: endpoint.default: must be an address"),
    ("kind: bearer", "kind: magic", "line 6, column 25: authentication.0.kind: must be one of"),
    (
      "{title: Region, default: eu}", "{title: R, secret: true}",
      "line 8, column 11: fields.region: a secret field needs"
    ),
    (
      "method: GET\n    path: /items/", "method: FETCH\n    path: /items/",
      "line 14, column 13: actions.readItem.method: must be one of"
    ),
    (
      "/items/${input.id}", "/items/${input.number}",
      "actions.readItem.path: ${input.number} refers to nothing; known are id"
    ),
    ("/items/${input.id}", "/items/${input.id", "line 15, column 11: actions.readItem.path: a \"${\" has no \"}\""),
    ("/items/${input.id}", "/items/${env.HOME}", "\"${env.HOME}\" refers to nothing; references begin with"),
    ("/items/${input.id}", "items/${input.id}", "actions.readItem.path: must begin with a slash"),
    ("      required: [id]\n", "", "actions.readItem.path: input.id stands in the address, so it must be required"),
    (
      "{type: string}", "{type: text}",
      "line 18, column 20: actions.readItem.input.properties.id.type: \"text\" is no type"
    ),
    ("{type: string}", "{type: string, pattern: x}", "\"pattern\" is no word of the schemas used here"),
    ("required: [id]", "required: [key]", "actions.readItem.input.required: \"key\" is required and isn't among"),
    ("size: 10", "size: many", "actions.listItems.paging.size: must be a whole number from 1 to 10000"),
    ("style: page", "style: scroll", "actions.listItems.paging.style: must be one of offset, page, cursor"),
    ("style: page", "style: cursor", "actions.listItems.paging: \"at\" is missing"),
    ("${settings.region}", "${settings.zone}", "${settings.zone} refers to nothing; known are region"),
    (
      "paging: {style: page, size: 10, items: items}", "timeout: 5s", "${page.number} refers to nothing; known are none"
    ),
    ("actions:", "check: ping\nactions:", "line 9, column 8: check: there is no action \"ping\""),
    ("actions:", "check: readItem\nactions:", "check: \"readItem\" needs input"),
    ("title: Shop", "title: [", "did not find expected"),
    ("title: Shop", "title: Shop\ntitle: Shop", "twice the same name: title"),
  ]

  @Test("names line, field and fault", arguments: faults)
  func names(part: String, replacement: String, message: String) {
    let issues = ConnectorFile.lint(Self.good.replacing(part, with: replacement)).map(\.description)
    #expect(issues.contains { $0.contains(message) }, "\(issues.joined(separator: "\n"))")
  }

  @Test func allFaultsAreToldAtOnceWithTheFile() {
    let text = Self.good.replacing("title: Shop", with: "titel: Shop").replacing("size: 10", with: "size: 0")
    #expect { try ConnectorFile.read(text, file: "shop/connector.yaml") } throws: { error in
      let error = error as? ConnectorFileError
      return error?.issues.count == 3 && error?.message.contains("shop/connector.yaml:2:8: titel") == true
        && error?.issues.last?.action == "listItems"
    }
  }

  @Test func anEmptyFileIsAFault() {
    #expect(!ConnectorFile.lint("").isEmpty)
  }
}
