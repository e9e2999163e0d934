import Connectors
import Core
import Foundation
import Testing

@Suite("Documents that are broken or made to hurt")
struct HostileImportTests {
  private func refusal(_ text: String, limits: ImportLimits = ImportLimits()) -> String? {
    do {
      _ = try ConnectorImporter(now: Date(timeIntervalSince1970: 0), limits: limits).read(
        Array(text.utf8), file: "d", id: nil)
      return nil
    } catch { return error.message }
  }

  private func document(_ paths: String, components: String = "{}") -> String {
    "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": \(paths), \"components\": \(components)}"
  }

  @Test(
    "each is refused with its place",
    arguments: [
      ("{\"openapi\": \"3.0.0\",", "d: line 1, column "),
      ("a: [1, 2", "d: line "), ("", "d: line 1: it is empty."), ("[1]", "d: #: it is an array, not an object."),
      ("swagger: '2.0'", "d: #/swagger: this is Swagger 2; turn it into OpenAPI 3 first."),
      ("hello: world", "d: #: this is neither an OpenAPI 3 document"),
      ("openapi: 4.0.0", "d: #/openapi: \"4.0.0\" isn't a version that can be read: 3.0 or 3.1."),
      ("openapi: 3.0.0", "d: #/paths: there are no operations."),
    ])
  func broken(text: String, start: String) {
    #expect(refusal(text)?.hasPrefix(start) == true, "\(refusal(text) ?? "nothing")")
  }

  @Test func aReferenceToAnotherServerIsNotFollowed() {
    let text = document(
      "{\"/a\": {\"get\": {\"parameters\": [{\"$ref\": \"https://evil.test/x\"}], \"responses\": {}}}}")
    #expect(
      refusal(text)?.contains("#/paths/~1a/get/parameters/0/$ref: \"https://evil.test/x\" leads to another server")
        == true)
    let file = document("{\"/a\": {\"$ref\": \"../../etc/passwd\"}}")
    #expect(refusal(file)?.contains("#/paths/~1a/$ref: \"../../etc/passwd\" leads to another file") == true)
  }

  @Test func aChainOfReferencesThatLeadsBackIsRefused() {
    let text = document(
      "{\"/a\": {\"post\": {\"requestBody\": {\"$ref\": \"#/components/requestBodies/A\"}, \"responses\": {}}}}",
      components:
        "{\"requestBodies\": {\"A\": {\"$ref\": \"#/components/requestBodies/B\"}, \"B\": {\"$ref\": \"#/components/requestBodies/A\"}}}"
    )
    #expect(refusal(text)?.contains("the reference leads back to itself") == true)
    #expect(refusal(text)?.contains("#/components/requestBodies/") == true)
  }

  @Test func aReferenceThatLeadsNowhereIsRefused() {
    let text = document("{\"/a\": {\"get\": {\"parameters\": [{\"$ref\": \"#/nope\"}], \"responses\": {}}}}")
    #expect(refusal(text)?.contains("\"#/nope\" leads nowhere") == true)
  }

  @Test func twoOperationsOfOneIDAreRefused() {
    let text = document(
      "{\"/a\": {\"get\": {\"operationId\": \"x\", \"responses\": {}}}, \"/b\": {\"get\": {\"operationId\": \"x\", \"responses\": {}}}}"
    )
    #expect(
      refusal(text) == "d: #/paths/~1b/get/operationId: \"x\" is also the id of #/paths/~1a/get.")
  }

  @Test func tooManyBytesAreRefused() {
    var limits = ImportLimits()
    limits.bytes = 100
    #expect(refusal(String(repeating: " ", count: 101), limits: limits)?.contains("the document has 101 bytes") == true)
  }

  @Test func aHundredMillionValuesMadeOfAliasesAreRefused() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    #expect(refusal(text + "openapi: 3.0.0\n")?.contains("aliases counted each time") == true)
  }

  @Test(
    "what is nested too deeply is refused before it is parsed",
    arguments: [
      String(repeating: "[", count: 200_000), String(repeating: "{\"a\":", count: 200_000),
      "a: " + String(repeating: "[", count: 200_000), "a:\n  " + String(repeating: "- ", count: 200_000) + "x",
      (0..<2000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
    ])
  func deep(text: String) {
    #expect(refusal(text)?.contains("nested more than 100 levels deep") == true, "\(refusal(text) ?? "nothing")")
  }

  @Test func aSchemaThatGrowsWithoutEndIsCut() throws {
    var schemas: [String] = []
    for level in 0..<40 {
      let next = "{\"$ref\": \"#/components/schemas/S\(level + 1)\"}"
      schemas.append(
        "\"S\(level)\": {\"type\": \"object\", \"properties\": {\"a\": \(next), \"b\": \(next), \"c\": \(next)}}")
    }
    schemas.append("\"S40\": {\"type\": \"string\"}")
    let text = document(
      "{\"/a\": {\"post\": {\"requestBody\": {\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/S0\"}}}}, \"responses\": {}}}}",
      components: "{\"schemas\": {\(schemas.joined(separator: ","))}}")
    let made = try ConnectorImporter(now: Date(timeIntervalSince1970: 0)).read(Array(text.utf8), file: "d", id: nil)
    #expect(made.yaml.utf8.count < 500_000)
    #expect(made.notes.contains { $0.text.contains("larger than what is described here") })
  }
}
