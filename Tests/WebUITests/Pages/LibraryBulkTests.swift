import Core
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Library
import TestSupport
import Testing

@Suite struct LibraryBulkTests {
  @Test(arguments: StoreEngine.tested)
  func chosenAssetsAreAssignedTaggedCollectedAndDeletedWithAWayBack(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let assets = try await house.addAssets(3).map(\.id)
      let form = "asset=\(assets[0])&asset=\(assets[1])"
      let root = try await house.library.categories.root(as: house.administrator)

      #expect(try await browser.bulk(form, "act=category&category=\(root.id)").contains("notice=assigned&count=2"))
      #expect(try await browser.bulk(form, "act=keywords&keywords=river, wide+water").contains("notice=tagged&count=2"))
      #expect(try await browser.bulk(form, "act=collection&name=Picks").contains("notice=collected&count=2"))
      let first = try await house.library.assets.asset(assets[0], as: house.administrator)
      #expect(first.keywords.contains("wide water") && first.categories.contains(root.id))
      let made = try #require(try await house.library.collections.all(as: house.administrator).first)
      #expect(made.name == "Picks" && made.assetCount == 2)

      let deleted = try await browser.bulk(form, "act=delete")
      #expect(deleted.contains("notice=assets-deleted&count=2&undo=\(assets[0]),\(assets[1])"))
      let page = try await browser.get(deleted)
      #expect(
        page.html.contains("Deleted 2 assets.") && page.html.contains("<span class=\"quiet small\">1 asset</span>"))
      #expect(page.html.contains(#"name="asset" value="\#(assets[0])""#))
      let restored = try await browser.post("/app/library/restore", raw: form, from: deleted)
      #expect(restored.headers[.location] == "/app/library?notice=restored&count=2")
      #expect(try await browser.get("/app/library").html.contains("3 assets"))
    }
  }

  @Test func nothingChosenAndForeignAddressesChangeNothing() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let asset = try #require(try await house.addAssets(1).first).id
      #expect(try await browser.bulk("", "act=delete") == "/app/library?notice=nothing-chosen")
      #expect(
        try await browser.bulk("asset=\(asset)", "act=keywords&keywords=, ,") == "/app/library?notice=nothing-chosen")
      let away = try await browser.bulk(
        "asset=\(asset)", "act=keywords&keywords=a&from=https://evil.example/app/library")
      #expect(away == "/app/library?notice=tagged&count=1")
      let missing = "00000000-0000-0000-0000-000000000000"
      #expect(try await browser.bulk("asset=\(missing)", "act=delete") == "/app/library?notice=assets-deleted")
    }
  }

  @Test func whoMayOnlyReadSeesNoBoxesAndIsRefused() async throws {
    try await PagesHouse.open { house in
      let asset = try #require(try await house.addAssets(1).first).id
      let reader = try await house.signIn(role: .read)
      let page = try await reader.get("/app/library")
      #expect(!page.html.contains("type=\"checkbox\"") && !page.html.contains("<upload-button"))
      let answer = try await reader.post("/app/library/bulk", raw: "asset=\(asset)&act=delete", from: "/app/library")
      #expect(answer.status == .forbidden)
    }
  }

  @Test func aCollectionIsSharedAndMadePrivateOnItsPage() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let made = try await browser.post("/app/collections", from: "/app/collections", ["name": "Picks"])
      let address = try #require(made.headers[.location])
      let id = String(address.split(separator: "=").last ?? "")
      let reader = try await house.signIn(role: .read)
      #expect(try await reader.get("/app/collections").html.contains("There are no collections yet"))
      let shared = try await browser.post("/app/collections/\(id)/sharing", from: address, ["everyone": "view"])
      #expect(shared.headers[.location] == "/app/library?collection=\(id)&notice=shared")
      #expect(try await reader.get("/app/collections").html.contains("Picks"))
      #expect(!(try await reader.get(address).html.contains("Share with everybody")))
      _ = try await browser.post("/app/collections/\(id)/sharing", from: address, ["everyone": ""])
      #expect(try await reader.get(address).status == .notFound)
    }
  }

  @Test func aPageBehindTheLastOneLeadsToTheLastOne() async throws {
    try await PagesHouse.open { house in
      _ = try await house.addAssets(1)
      let browser = try await house.signIn()
      let answer = try await browser.get("/app/library?kind=Other&page=9")
      #expect(answer.status == .seeOther)
      #expect(answer.headers[.location] == "/app/library?kind=Other")
    }
  }
}

extension Browser {
  /// Sends the bar's form, and tells where it leads.
  fileprivate func bulk(_ assets: String, _ act: String) async throws -> String {
    let answer = try await post("/app/library/bulk", raw: assets + "&" + act, from: "/app/library")
    #expect(answer.status == .seeOther, "\(answer.html)")
    return try #require(answer.headers[.location])
  }
}
