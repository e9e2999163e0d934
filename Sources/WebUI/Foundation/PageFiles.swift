import Crypto
import Foundation

/// Where pages find the style sheet, the scripts and the icon.
///
/// Each address carries a digest of the content, so that browsers keep the file for ever and still never use an old one.
package struct PageFiles: Sendable {
  let style: String
  let script: String
  let runLog: String
  let editor: String
  let editorStyle: String
  /// Everything that the flow editor's entry imports, to be fetched at once.
  let editorModules: [String]
  let library: String
  let flows: String
  let live: String
  let upload: String
  let icon: String

  package init(_ files: EmbeddedFiles) {
    style = Self.address("styles/weir.css", files)
    script = Self.address("scripts/weir.js", files)
    runLog = Self.address("scripts/run-log.js", files)
    flows = Self.address("scripts/flows.js", files)
    live = Self.address("scripts/live.js", files)
    library = Self.address("scripts/library.js", files)
    upload = Self.address("scripts/upload.js", files)
    icon = Self.address("icons/weir.svg", files)
    editorStyle = Self.address("styles/editor.css", files)
    let modules = files.names.filter { $0.hasPrefix(EditorModules.folder) }
    // One digest for all: modules import each other by relative address, which leaves out a query.
    let version = Self.digest(modules.flatMap { files.bytes($0) ?? [] })
    editorModules = modules.map { "/app/editor/\(version)/" + $0.dropFirst(EditorModules.folder.count) }
    editor = "/app/editor/\(version)/editor.js"
  }

  private static func address(_ name: String, _ files: EmbeddedFiles) -> String {
    "/app/files/\(name)?v=" + digest(files.bytes(name) ?? [])
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: Data(bytes)).prefix(8).map { String(format: "%02x", $0) }.joined()
  }
}
