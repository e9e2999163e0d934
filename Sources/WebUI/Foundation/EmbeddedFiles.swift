import CAssets
import Foundation

/// The files that were built into the program: templates, styles, scripts, icons.
///
/// With a folder given they are read from disk at every use instead, so that a designer sees a change by reloading.
package struct EmbeddedFiles: Sendable {
  private let embedded: [String: [UInt8]]
  private let folder: String?

  /// - Parameter folder: a checkout's `Sources/CAssets`, or `nil` for what was built in.
  package init(folder: String? = nil) {
    self.folder = folder
    var files: [String: [UInt8]] = [:]
    var index: UInt = 0
    while let file = weir_asset_at(index)?.pointee {
      files[String(cString: file.name)] = Array(UnsafeBufferPointer(start: file.bytes, count: Int(file.length)))
      index += 1
    }
    embedded = files
  }

  /// Whether a file may be another one at the next look.
  package var mayChange: Bool { folder != nil }

  /// The paths of all files, as `styles/weir.css`.
  package var names: [String] { embedded.keys.sorted() }

  /// A file's bytes; `nil` when there is no such file.
  package func bytes(_ name: String) -> [UInt8]? {
    guard embedded[name] != nil, let folder else { return embedded[name] }
    return FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) } ?? embedded[name]
  }
}
