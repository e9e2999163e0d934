import AppServer
import Core

extension SettingsOptions {
  /// Opens the deployment that is there; commands never make one.
  /// - Throws: ``NoDeploymentError`` where no server has been started yet.
  func openRooms() async throws -> Rooms {
    let settings = try await load()
    guard settings.hasDeployment else { throw NoDeploymentError(folder: settings.dataFolder) }
    return try await Rooms.open(settings, logger: Log.quiet())
  }
}

/// There is nothing yet that a command could work on.
struct NoDeploymentError: CodedError {
  let folder: String

  var code: String { "no_deployment" }
  var category: ErrorCategory { .notFound }
  var message: String { "There is no deployment in the folder \(folder)." }
  var advice: String? {
    "Name its folder with --data-folder or WEIR_DATA_FOLDER, or start a server there first: weir serve."
  }
}
