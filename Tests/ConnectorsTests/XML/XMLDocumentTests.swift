import Connectors
import Core
import Testing

@Suite("XML answers as JSON")
struct XMLDocumentTests {
  private func json(_ text: String, lists: Set<String> = []) throws -> JSONValue {
    try XMLDocument.json(Array(text.utf8), form: XMLForm(lists: lists))
  }

  @Test func elementsAttributesAndTextHaveTheirPlaces() throws {
    let found = try json(
      "<?xml version='1.0'?><d:list xmlns:d='DAV:' n='1'><d:a>x &amp; y</d:a><d:a>z</d:a><d:b k='v'>t</d:b><d:c/></d:list>"
    )
    #expect(found == ["list": ["@n": "1", "a": ["x & y", "z"], "b": ["@k": "v", "#text": "t"], "c": ""]])
  }

  @Test func aListStaysOneWithASingleElement() throws {
    let found = try json("<r><Contents><Key>a</Key></Contents></r>", lists: ["Contents"])
    #expect(found == ["r": ["Contents": [["Key": "a"]]]])
  }

  @Test(
    "what isn't taken is a fault",
    arguments: [
      "<a><b></a>", "<a", "", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
      "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
      String(repeating: "<a>", count: 101) + String(repeating: "</a>", count: 101),
    ])
  func faults(text: String) {
    #expect(throws: XMLFault.self) { try json(text) }
  }
}
