import Foundation

extension Settings {
  /// Whether a server was started with these settings before, as far as can be told without making anything: a database
  /// elsewhere is taken to be one.
  package var hasDeployment: Bool {
    switch database {
    case .sqlite: FileManager.default.fileExists(atPath: dataFolder + "/weir.sqlite")
    case .postgres: true
    }
  }
}
