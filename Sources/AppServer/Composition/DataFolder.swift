package import Core
import Foundation

/// The folder in which a deployment keeps everything that isn't elsewhere.
package struct DataFolder: Sendable {
  /// Absolute.
  package let path: String

  package var database: String { path + "/weir.sqlite" }
  package var blobs: String { path + "/blobs" }
  package var vaultKey: String { path + "/vault.key" }
  /// Says under which name this folder's server takes runs.
  var workerName: String { path + "/worker" }
  /// For files that are only needed while they are worked on.
  package var scratch: String { path + "/scratch" }

  /// Opens the folder, making it if it isn't there, so that nobody else on the machine can look into it.
  /// - Throws: ``DataFolderError`` when it can't be made or written to.
  package static func open(_ path: String) throws(DataFolderError) -> DataFolder {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    let folder = DataFolder(path: absolute)
    do {
      let manager = FileManager.default
      try manager.createDirectory(
        atPath: absolute, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try manager.createDirectory(atPath: folder.scratch, withIntermediateDirectories: true)
    } catch {
      throw .notMade(path: absolute)
    }
    guard FileManager.default.isWritableFile(atPath: absolute) else { throw .notWritable(path: absolute) }
    return folder
  }
}

/// Why a data folder can't be used.
package enum DataFolderError: CodedError, Equatable {
  case notMade(path: String)
  case notWritable(path: String)

  package var code: String { "data_folder_unusable" }
  package var category: ErrorCategory { .invalid }
  package var message: String {
    switch self {
    case .notMade(let path): "The data folder \(path) can't be made."
    case .notWritable(let path): "The data folder \(path) can't be written to."
    }
  }
  package var advice: String? { "Choose another with --data-folder, or change who owns it." }
}
