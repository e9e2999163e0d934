import CAssets
import Foundation

extension CatalogueFile {
  /// The connector files that are part of the program.
  package static var embedded: [CatalogueFile] {
    everything.filter { $0.name.hasSuffix("/connector.yaml") || $0.isGenerated }
  }

  /// The example flows that are part of the program, by name without folder and ending.
  package static var examples: [CatalogueFile] {
    everything.filter { $0.name.hasPrefix("examples/") }.map { file in
      let name = file.name.split(separator: "/").last?.split(separator: ".").first ?? ""
      return CatalogueFile(name: String(name), text: file.text)
    }
  }

  /// The set-up guides that are part of the program, by the name of their folder; Markdown.
  package static var embeddedGuides: [String: String] {
    let guides = everything.filter { $0.name.hasSuffix("/README.md") }
    return Dictionary(guides.map { (String($0.name.prefix { $0 != "/" }), $0.text) }, uniquingKeysWith: { $1 })
  }

  /// The connector files in a folder that has a folder for each connector, for whoever writes one.
  /// - Throws: when the folder or one of the files can't be read.
  package static func inFolder(_ folder: String) throws -> [CatalogueFile] {
    let manager = FileManager.default
    return try manager.contentsOfDirectory(atPath: folder).sorted().flatMap { name in
      try ["connector.yaml", "operations.yaml"].compactMap { file -> CatalogueFile? in
        let path = "\(folder)/\(name)/\(file)"
        guard manager.fileExists(atPath: path) else { return nil }
        return CatalogueFile(name: "\(name)/\(file)", text: try String(contentsOfFile: path, encoding: .utf8))
      }
    }
  }

  private static var everything: [CatalogueFile] {
    var files: [CatalogueFile] = []
    while let entry = weir_catalogue_file(files.count)?.pointee, let name = entry.name, let start = entry.bytes {
      let bytes = UnsafeRawBufferPointer(start: start, count: entry.length)
      files.append(CatalogueFile(name: String(cString: name), text: String(decoding: bytes, as: UTF8.self)))
    }
    return files
  }
}
