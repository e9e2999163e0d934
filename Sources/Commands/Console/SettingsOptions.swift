import AppServer
import ArgumentParser
import Foundation

/// The options by which every command finds its deployment.
struct SettingsOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Where the database, the originals and the keys live.", valueName: "folder"))
  var dataFolder: String?

  @Option(
    name: .long,
    help: ArgumentHelp("A YAML file with settings. WEIR_SETTINGS names one too.", valueName: "file"))
  var settings: String?

  /// - Parameter overrides: what further options of the command say.
  func load(overrides: [SettingKey: String] = [:]) async throws -> Settings {
    let environment = ProcessInfo.processInfo.environment
    var overrides = overrides
    if let dataFolder { overrides[.dataFolder] = dataFolder }
    return try await SettingsLoader(environment: environment)
      .load(file: settings ?? environment["WEIR_SETTINGS"], overrides: overrides)
  }
}
