import Core
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Library
import TestSupport
import Testing

@Suite struct AssetWireTests {
  @Test(arguments: StoreEngine.tested)
  func anUploadedFileIsReadWithItsProperties(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let id = try await api.upload("dam.txt", Array("water".utf8), title: "The dam")
      let asset = try await api.send(.get, "/assets/urn:uuid:\(id.uppercased())").json?["payload"]
      #expect(asset?["id"]?.stringValue == id)
      #expect(asset?["title"] == "The dam")
      #expect(asset?["file"]?["fileName"] == "dam.txt")
      #expect(asset?["file"]?["sizeInBytes"] == 5)
      #expect(asset?["file"]?["fileType"] == "TXT")
      #expect(asset?["file"]?["md5"] == "9460370bb0ca1c98a779b1bcc6861c2c")
      #expect(asset?["permissions"]?.arrayValue?.contains("asset:assignCategory") == true)
      #expect(asset?["record"]?["createdBy"]?["username"] == "write@example.org")
      let old = try await api.send(.get, "/assets/\(id)", version: nil).json?["payload"]
      #expect(old?["permissions"]?["all"]?[0]?["name"] == "asset:downloadFromPortal")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPatchChangesWhatItCanAndNamesTheRest(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let id = try await api.upload("a.txt", [1])
      let response = try await api.send(
        .patch, "/assets/\(id)",
        json: [
          ["op": "replace", "path": "/title", "value": "New"], ["op": "replace", "path": "/Description", "value": "D"],
          ["op": "fly", "path": "/title", "value": "X"],
        ])
      #expect(response.status == .ok)
      #expect(response.json?["payload"]?["title"] == "New")
      #expect(response.json?["payload"]?["description"] == "D")
      #expect(response.json?["errors"]?.arrayValue?.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func keywordsAndCategoriesAreAssignedAndTakenAway(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let id = try await api.upload("a.txt", [1])
      let added = try await api.send(
        .post, "/assets/\(id)/keywords?priority=low&runAsync=True", json: ["snow", "höhe", "snow"])
      #expect(added.status == .accepted)
      #expect(added.json?["payload"]?["keywords"] == ["snow", "höhe"])
      let listed = try await api.send(.get, "/assets/\(id)/keywords")
      #expect(listed.json?["recordCount"] == nil, "the SDK's bulk parser stumbles over it")
      let snow = try #require(listed.json?["payload"]?.arrayValue?.first { $0["keywordName"] == "snow" }?["id"])
      #expect(try await api.send(.delete, "/assets/\(id)/keywords/\(snow.stringValue ?? "")").status == .accepted)
      #expect(try await api.send(.delete, "/assets/\(id)/keywords/h%C3%B6he").status == .accepted)
      #expect(try await api.send(.delete, "/assets/\(id)/keywords/snow").status == .notFound)
      let made = try await api.send(.post, "/categories", json: ["treeName": "A"]).json?["payload"]?["id"]
      let category = try #require(made)
      let replaced = try await api.send(.put, "/assets/\(id)/categories?runAsync=true", json: [category])
      #expect(replaced.json?["payload"]?["categoryIds"] == [category])
      let inside = try await api.send(.get, "/categories/\(category.stringValue ?? "")/assets")
      #expect(inside.json?["payload"]?["assetCount"] == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func searchingFindsByTextFilterAndContainer(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let root = try await api.library.categories.root(as: api.principal(.write)).id
      let dam = try await api.upload("dam.jpg", [1], title: "The dam")
      _ = try await api.upload("sea.mp4", [2], title: "The sea")
      func found(_ query: String) async throws -> [String] {
        let payload = try await api.send(.get, "/assets?\(query)").json?["payload"]
        return payload?["assets"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
      }
      #expect(try await found("search=dam") == [dam])
      #expect(try await found("Filters=(AssetType+EQ+Image)&Count=5") == [dam])
      #expect(try await found("containerFilter=(CategoryIds/ANY(c:%20c%20EQ%20'\(root)'))").count == 2)
      let posted = try await api.send(
        .post, "/assets/search", json: ["search": "the", "containerfilter": "", "count": 1, "useRrf": true])
      #expect(posted.json?["payload"]?["assetCount"] == 2)
      #expect(posted.json?["recordCount"]?["recordsReturned"] == 1)
      #expect(posted.json?["warnings"]?.arrayValue?.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aBadFilterIsAnsweredWithItsColumn(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let response = try await api.send(.get, "/assets?filters=(AssetType+EQ")
      #expect(response.status == .badRequest)
      #expect(response.json?["payload"]?["column"] != nil)
      #expect(response.json?["payload"]?["parameter"] == "filters")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDeletedAssetIsGoneUntilAskedForAndAPurgedOneForGood(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let id = try await api.upload("a.txt", [1])
      #expect(try await api.send(.delete, "/assets/\(id)").status == .ok)
      #expect(try await api.send(.get, "/assets/\(id)").status == .notFound)
      let deleted = try await api.send(.get, "/assets/\(id)?includeSoftDeleted=true")
      #expect(deleted.json?["payload"]?["record"]?["softDeletedAt"] != nil)
      #expect(try await api.send(.delete, "/assets/\(id)?isHardDelete=true").status == .forbidden)
      #expect(try await api.send(.delete, "/assets/\(id)?isHardDelete=true", as: .manager).status == .ok)
      #expect(try await api.send(.get, "/assets/\(id)?includeSoftDeleted=true").status == .notFound)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func directLinksAreMadeListedFollowedAndSwitchedOff(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let id = try await api.upload("a.jpg", Array("picture".utf8))
      #expect(try await api.send(.get, "/directlinks/export/\(id)").status == .noContent)
      let none = try await api.send(.get, "/directLinks/\(id)")
      #expect(none.json?["recordCount"]?["totalRecordsFound"] == 0)
      let draft: JSONValue = [
        "renditionSettings": ["size": ["type": "Original", "width": 0, "height": 0], "format": "JPEG"],
        "linkSettings": ["linkName": "Default"],
      ]
      let made = try await api.send(.post, "/directlinks/\(id)?priority=low&runAsync=True", json: draft)
      #expect(made.status == .created, "\(made.text)")
      let address = APIHarness.local(made.json?["payload"]?["cdnLink"]?.stringValue)
      let content = try await api.send(.get, address, as: .anonymous)
      #expect(content.text == "picture")
      #expect(try await api.send(.post, "/directlinks/\(id)", json: draft).status == .conflict)
      let listed = try await api.send(.get, "/directlinks/\(id)").json?["payload"]?[0]
      #expect(listed?["totalViews"] == 1)
      #expect(listed?["totalBandwidth"] == 7)
      let export = try await api.send(.get, "/directlinks/export")
      #expect(export.headers[.contentType] == "application/zip")
      #expect(export.text.contains("directlinks.csv") && export.text.contains(",Default,https://weir.test/cdn/"))
      let link = listed?["directLinkId"]?.stringValue ?? ""
      #expect(try await api.send(.put, "/directLinks/\(id)/deactivate/\(link)").status == .ok)
      #expect(try await api.send(.get, address, as: .anonymous).status == .gone)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func lightboxesHoldAssets(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let id = try await api.upload("a.jpg", [1])
      let made = try await api.send(.post, "/lightboxes", json: ["Name": "Best"])
      #expect(made.status == .created)
      let box = made.json?["payload"]?["id"]?.stringValue ?? ""
      #expect(try await api.send(.post, "/lightboxes/\(box)/assets", json: [.string(id)]).status == .ok)
      let assets = try await api.send(.get, "/lightboxes/\(box)/assets").json?["payload"]
      #expect(assets?["assetCount"] == 1)
      #expect(assets?["assets"]?[0]?["id"]?.stringValue == id)
      #expect(try await api.send(.delete, "/lightboxes/\(box)/assets/\(id)").status == .ok)
      #expect(try await api.send(.delete, "/lightboxes/\(box)").status == .ok)
      #expect(try await api.send(.get, "/lightboxes/\(box)").status == .notFound)
    }
  }
}
