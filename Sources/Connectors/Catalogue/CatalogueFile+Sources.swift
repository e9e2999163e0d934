import CAssets
import Foundation

extension CatalogueFile {
  /// The files that are part of the program.
  package static var embedded: [CatalogueFile] {
    var files: [CatalogueFile] = []
    var index = 0
    while let entry = weir_catalogue_file(index)?.pointee, let name = entry.name, let start = entry.bytes {
      let bytes = UnsafeRawBufferPointer(start: start, count: entry.length)
      files.append(CatalogueFile(name: String(cString: name), text: String(decoding: bytes, as: UTF8.self)))
      index += 1
    }
    return files
  }

  /// The files in a folder that has a folder for each connector, for whoever writes one.
  /// - Throws: when the folder or one of the files can't be read.
  package static func inFolder(_ folder: String) throws -> [CatalogueFile] {
    let manager = FileManager.default
    return try manager.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
      let path = "\(folder)/\(name)/connector.yaml"
      guard manager.fileExists(atPath: path) else { return nil }
      return CatalogueFile(name: "\(name)/connector.yaml", text: try String(contentsOfFile: path, encoding: .utf8))
    }
  }
}
