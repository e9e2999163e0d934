import Foundation
import Testing

@testable import WebUI

@Suite struct EmbeddedFilesTests {
  private static let source = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/CAssets")

  @Test(arguments: ["icons", "scripts", "scripts/editor", "styles", "templates"])
  func everyFileOfTheFolderIsBuiltIn(folder: String) throws {
    let files = EmbeddedFiles()
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.source.appending(path: folder).path)
      .filter { $0.contains(".") }
    #expect(!names.isEmpty)
    for name in names {
      let path = folder + "/" + name
      let bytes = try Data(contentsOf: Self.source.appending(path: path))
      #expect(files.bytes(path) == [UInt8](bytes), "\(path) isn't in assets.c, or the build is old")
    }
  }

  @Test func nothingIsBuiltInThatIsGoneFromTheFolders() {
    for name in EmbeddedFiles().names {
      #expect(FileManager.default.fileExists(atPath: Self.source.appending(path: name).path), "\(name)")
    }
  }

  /// What the strict content security policy would refuse at once.
  @Test func noTemplateHasAnInlineStyleOrScript() throws {
    let files = EmbeddedFiles()
    for name in files.names where name.hasPrefix("templates/") {
      let text = String(decoding: try #require(files.bytes(name)), as: UTF8.self)
      #expect(!text.contains(" style=\""), "\(name)")
      #expect(text.firstMatch(of: #/ on[a-z]+="/#) == nil, "\(name)")
      for script in text.components(separatedBy: "<script").dropFirst() {
        #expect(script.contains("src=\""), "\(name)")
      }
    }
  }

  /// A module that another one imports by its bare address would be loaded a second time and break the first. Those of
  /// the editor stand under an address of their own.
  @Test func noScriptImportsAnother() throws {
    let files = EmbeddedFiles()
    for name in files.names where name.hasPrefix("scripts/") && !name.hasPrefix(EditorModules.folder) {
      let text = String(decoding: try #require(files.bytes(name)), as: UTF8.self)
      #expect(text.firstMatch(of: #/\bimport *[("{]|\bfrom "/#) == nil, "\(name)")
    }
  }

  @Test func theEditorsModulesImportOnlyEachOther() throws {
    let files = EmbeddedFiles()
    let modules = files.names.filter { $0.hasPrefix(EditorModules.folder) }
    #expect(modules.contains(EditorModules.folder + "editor.js"))
    for name in modules {
      let text = String(decoding: try #require(files.bytes(name)), as: UTF8.self)
      #expect(text.count(where: { $0 == "\n" }) <= 400, "\(name) is too long")
      for match in text.matches(of: #/(?:\bfrom |\bimport\()"([^"]*)"/#) {
        let imported = match.1.hasPrefix("./") ? EditorModules.folder + match.1.dropFirst(2) : String(match.1)
        #expect(modules.contains(imported), "\(name) imports \(match.1)")
      }
    }
  }
}
