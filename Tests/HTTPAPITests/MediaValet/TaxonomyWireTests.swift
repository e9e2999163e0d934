import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct TaxonomyWireTests {
  @Test(arguments: StoreEngine.tested)
  func categoriesAreMadeMovedAndListedAsATree(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let made = try await api.send(.post, "/categories", json: ["treeName": "Images", "description": "Pictures"])
      #expect(made.status == .created)
      let images = try #require(made.json?["payload"]?["id"]?.stringValue)
      #expect(made.json?["payload"]?["tree"]?["path"] == "\\Library\\Images")
      // A form, as one public client sends it, and the other name of the route.
      let form = try await api.send(
        .post, "/folders", body: "treeName=2024&parentId=urn:uuid:\(images.uppercased())",
        type: "application/x-www-form-urlencoded")
      #expect(form.status == .created)
      #expect(form.json?["payload"]?["tree"]?["path"] == "\\Library\\Images\\2024")
      let child = try #require(form.json?["payload"]?["id"]?.stringValue)
      let patched = try await api.send(
        .patch, "/categories/\(child)", json: [["op": "replace", "path": "/tree/name", "value": "2025"]],
        type: "application/json-patch+json")
      #expect(patched.status == .accepted)
      #expect(patched.json?["payload"]?["name"] == "2025")
      let all = try await api.send(.get, "/categories")
      #expect(all.json?["recordCount"]?["totalRecordsFound"] == 3)
      #expect(
        all.json?["payload"]?.arrayValue?.map { $0["tree"]?["name"]?.stringValue } == ["Library", "Images", "2025"])
      let children = try await api.send(.get, "/folders/\(images)/subfolders")
      #expect(children.json?["payload"]?[0]?["id"]?.stringValue == child)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCycleOfCategoriesIsRefused(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let outer = try await api.send(.post, "/categories", json: ["treeName": "Outer"]).json?["payload"]?["id"]
      let inner = try await api.send(.post, "/categories", json: ["treeName": "Inner", "parentId": outer ?? ""])
      let innerID = try #require(inner.json?["payload"]?["id"])
      let response = try await api.send(
        .patch, "/categories/\(outer?.stringValue ?? "")",
        json: [["op": "replace", "path": "/parentId", "value": innerID]])
      #expect(response.status == .badRequest)
      #expect(response.json?["payload"]?["code"] == "category_cycle")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPatchLineThatCantBeTakenIsSkippedAndNamed(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let made = try await api.send(.post, "/categories", json: ["treeName": "A"])
      let id = try #require(made.json?["payload"]?["id"]?.stringValue)
      let response = try await api.send(
        .patch, "/categories/\(id)",
        json: [
          ["op": "shuffle", "path": "/name", "value": "B"], ["op": "replace", "path": "/description", "value": "D"],
          ["op": "replace", "path": "/colour", "value": "red"], ["op": "replace", "path": "/name"],
        ])
      #expect(response.status == .accepted)
      #expect(response.json?["errors"]?.arrayValue?.count == 3)
      #expect(response.json?["payload"]?["name"] == "A")
      #expect(response.json?["payload"]?["description"] == "D")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func keywordsAreMadeOfBareTextAndListedWhole(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let raw = try await api.send(
        .post, "/keywords", body: "kw one", type: "application/x-www-form-urlencoded")
      #expect(raw.status == .accepted)
      #expect(raw.json?["payload"]?["keywordName"] == "kw one")
      #expect(try await api.send(.post, "/keywords", body: "\"snow\"").status == .accepted)
      for number in 0..<60 { try await api.send(.post, "/keywords", body: "\"word \(number)\"") }
      let all = try await api.send(.get, "/keywords")
      #expect(all.json?["payload"]?.arrayValue?.count == 62)
      let renamed = try await api.send(
        .patch, "/keywords/snow", json: [["op": "replace", "path": "/keywordName", "value": "ice"]])
      #expect(renamed.status == .accepted)
      #expect(renamed.json?["payload"]?["keywordName"] == "ice")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func statusAttributesAreThereFromVersion11On(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let draft: JSONValue = [
        "Name": "Review", "AttributeType": "status",
        "StatusList": [["statusName": "Open", "statusValue": "open", "sequence": 1]],
      ]
      let refused = try await api.send(.post, "/attributes", as: .manager, json: draft, version: nil)
      #expect(refused.status == .badRequest)
      let made = try await api.send(.post, "/attributes", as: .manager, json: draft, version: "1.1")
      #expect(made.status == .created)
      let id = try #require(made.json?["payload"]?["id"]?.stringValue)
      #expect(made.json?["payload"]?["statusList"]?[0]?["statusName"] == "Open")
      let old = try await api.send(.get, "/attributes", version: "1.0")
      let new = try await api.send(.get, "/attributes", version: "1.1")
      #expect(old.json?["payload"]?.arrayValue?.count == 23)
      #expect(new.json?["payload"]?.arrayValue?.count == 24)
      #expect(try await api.send(.get, "/attributes/\(id)", version: "1.0").status == .notFound)
      let types = try await api.send(.get, "/attributes/attributeDataType", version: "1.0")
      #expect(types.json?["payload"]?.arrayValue?.contains { $0["name"] == "Status" } == false)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func systemAttributesHaveTheirWellKnownIdentifiers(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let all = try await api.send(.get, "/attributes").json?["payload"]?.arrayValue ?? []
      let title = all.first { $0["id"] == "5c84053d-0f2e-478e-8cb8-8120cacfcd25" }
      #expect(title?["name"] == "Title")
      #expect(title?["isSystemProperty"] == true)
    }
  }
}
