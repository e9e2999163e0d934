import Connections
import Connectors
import Core
import Foundation
import TestSupport
import Testing

@Suite("The catalogue")
struct CatalogueTests {
  private func folder() -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../Catalogue").standardized.path
  }

  @Test func everyConnectorFileOnDiskIsPartOfTheProgramAsItIs() throws {
    let onDisk = try CatalogueFile.inFolder(folder())
    #expect(!onDisk.isEmpty)
    #expect(Set(CatalogueFile.embedded.map(\.name)) == Set(onDisk.map(\.name)), "run make catalogue")
    #expect(Set(CatalogueFile.embedded) == Set(onDisk))
  }

  @Test func everyConnectorFileIsWithoutFault() throws {
    for file in CatalogueFile.embedded {
      let issues = ConnectorFile.lint(file.text)
      #expect(issues.isEmpty, "\(file.name): \(issues.map(\.description).joined(separator: "\n"))")
    }
  }

  /// Credentials go there, so that the connections room must know which of a form's fields they are.
  @Test func fieldsThatNameServersAreKnownAsSuch() throws {
    let catalogue = try ConnectorCatalogue(files: CatalogueFile.embedded)
    func addressFields(_ name: String) throws -> Set<String> {
      ConnectorSummary(try #require(catalogue.connector(named: name))).addressFields
    }
    #expect(try addressFields("dropboxConnector-v1.0") == ["contentAddress"])
    #expect(try addressFields("sftpConnector-v1.0") == ["host", "port"])
    #expect(try addressFields("mailConnector-v1.0") == ["host", "port"])
    #expect(try addressFields("mediavaletConnector-v1.0").isEmpty)
  }

  @Test func everyConnectorHasAGuide() {
    let folders = CatalogueFile.embedded.map { String($0.name.prefix { $0 != "/" }) }
    #expect(Set(folders) == Set(CatalogueFile.embeddedGuides.keys))
  }

  @Test func theMediaValetConnectorHasTheActionsOfTheMainJob() throws {
    let catalogue = try ConnectorCatalogue(files: CatalogueFile.embedded)
    let connector = try #require(catalogue.connector(named: "mediavaletConnector-v1.0"))
    let names = Set(connector.actions.map(\.name))
    let needed: Set = [
      "listCategories", "createCategory", "requestUpload", "setProperties", "addKeywords", "assignCategories",
      "finaliseUpload", "searchAssets", "readAsset", "updateAsset", "deleteAsset", "createCollection",
      "addToCollection", "listCollectionAssets", "createDirectLink", "listDirectLinks", "listAttributes",
      "setAttributes", "listKeywords", "currentUser", "uploadAsset",
    ]
    #expect(names.isSuperset(of: needed), "missing: \(needed.subtracting(names))")
  }

  @Test func theConnectionFormIsFilledIn() throws {
    let catalogue = try ConnectorCatalogue(files: CatalogueFile.embedded)
    let summary = try #require(
      catalogue.directory(guides: CatalogueFile.embeddedGuides).find("mediavaletConnector-v1.0"))
    #expect(summary.integration == "mediavalet")
    #expect(summary.endpoint == "https://api.mediavalet.com")
    #expect(summary.subscriptionKeyHeader == "Ocp-Apim-Subscription-Key")
    #expect(summary.setup.contains("redirect URI"))
    let oauth = try #require(summary.template(.oauth2))
    #expect(oauth.grants.first == .authorizationCode)
    #expect(oauth.tokenURL == "https://login.mediavalet.com/connect/token")
    #expect(oauth.scopes == ["openid", "api", "offline_access"])
  }

  @Test func versionsStandSideBySideInTheOrderOfTheirNumbers() throws {
    let text = try #require(CatalogueFile.embedded.first { $0.name.hasPrefix("folder/") }).text
    let files = ["1.10", "1.9", "1.0"].map {
      CatalogueFile(name: "x", text: text.replacing("folderConnector-v1.0", with: "folderConnector-v\($0)"))
    }
    let ids = try ConnectorCatalogue(files: files).connectors.map(\.id.description)
    #expect(ids == ["folderConnector-v1.0", "folderConnector-v1.9", "folderConnector-v1.10"])
  }

  @Test(
    "a connector's id is read strictly",
    arguments: [
      "mediavalet-v1.0", "MediavaletConnector-v1.0", "mediavaletConnector", "mediavaletConnector-v1", "aConnector-v1.x",
      "a/bConnector-v1.0", "",
    ])
  func wrongIDs(text: String) {
    #expect(ConnectorID(text) == nil)
  }
}
