import Connectors
import Core
import Foundation
import Testing

@Suite("A connector of a Postman collection")
struct PostmanImportTests {
  private static let collection = """
    {"info": {"name": "Quay", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
     "variable": [{"key": "baseUrl", "value": "https://api.quay.test/v2"}],
     "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "in", "value": "header"}]},
     "item": [
       {"name": "Assets", "item": [
         {"name": "Create asset", "request": {"method": "POST", "url": {"raw": "{{baseUrl}}/assets/:assetId?notify=true",
            "query": [{"key": "notify", "value": "true"}], "variable": [{"key": "assetId", "description": "Which one."}]},
            "header": [{"key": "X-Mode", "value": "fast"}],
            "body": {"mode": "raw", "raw": "{\\"title\\": \\"<string>\\", \\"size\\": 5, \\"attributes\\": {\\"Excepteur_d50\\": \\"x\\", \\"irure_19\\": \\"y\\"}}"}}},
         {"name": "Create asset", "request": {"method": "PUT", "url": "{{baseUrl}}/assets",
            "body": {"mode": "formdata", "formdata": [{"key": "file", "type": "file"}, {"key": "note", "value": "x"}]}}}]},
       {"name": "Ping", "request": "https://api.quay.test/v2/ping"}]}
    """

  @Test func foldersAreGroupsAndExamplesAreTypes() throws {
    let made = try ConnectorImporter(now: Date(timeIntervalSince1970: 0)).read(
      Array(Self.collection.utf8), file: "c", id: ConnectorID("quayConnector-v2.1"))
    let connector = made.definition
    #expect(connector.id.description == "quayConnector-v2.1")
    #expect(connector.endpoint.standard == "https://api.quay.test")
    #expect(connector.authentication == [.apiKey(header: "X-Key")])
    #expect(connector.actions.map(\.name) == ["createAsset", "createAsset2", "ping"])
    let create = try #require(connector.action("createAsset"))
    #expect(create.group == "Assets")
    #expect(create.operations == ["post /v2/assets/{}"])
    #expect(create.input.required == ["assetId"])
    #expect(create.input.properties["assetId"]?["description"] == "Which one.")
    #expect(create.input.properties["notify"]?["type"] == "boolean")
    #expect(create.input.properties["size"]?["type"] == "integer")
  }

  @Test func namesThatPostmanMadeUpAreNoFields() throws {
    let made = try ConnectorImporter(now: Date(timeIntervalSince1970: 0)).read(
      Array(Self.collection.utf8), file: "c", id: nil)
    let attributes = made.definition.action("createAsset")?.input.properties["attributes"]
    #expect(attributes?["properties"] == nil)
    #expect(attributes?["additionalProperties"] == ["type": "string"])
    #expect(!made.yaml.contains("Excepteur"))
  }

  @Test func aFileOfAFormIsAHandle() throws {
    let made = try ConnectorImporter(now: Date(timeIntervalSince1970: 0)).read(
      Array(Self.collection.utf8), file: "c", id: nil)
    #expect(made.definition.action("createAsset2")?.input.properties["file"]?["format"] == "file")
  }

  @Test func anItemThatIsNothingIsNamedWithItsPlace() {
    let text = Self.collection.replacing("\"request\": \"https://api.quay.test/v2/ping\"", with: "\"x\": 1")
    #expect {
      _ = try ConnectorImporter(now: Date(timeIntervalSince1970: 0)).read(Array(text.utf8), file: "c", id: nil)
    } throws: { error in
      (error as? ImportError)?.message == "c: #/item/1: it is neither a folder nor a request."
    }
  }
}
