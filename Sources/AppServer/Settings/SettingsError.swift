package import Core

/// Why the settings can't be used: the setting's name, the value, and what is accepted.
package enum SettingsError: CodedError, Equatable {
  /// There is no such setting. `origin` is where it stands: the environment, or a file's path.
  case unknown(name: String, origin: String, similar: String?)
  /// The value isn't one that the setting takes. `value` is already masked where it is a secret.
  case wrong(name: String, value: String, accepted: String)
  /// Another setting makes this one necessary.
  case missing(name: String, because: String, accepted: String)
  /// The settings file can't be read or isn't YAML.
  case unreadableFile(path: String, reason: String)

  package var code: String {
    switch self {
    case .unknown: "unknown_setting"
    case .wrong: "wrong_setting"
    case .missing: "missing_setting"
    case .unreadableFile: "unreadable_settings_file"
    }
  }

  package var category: ErrorCategory { .invalid }

  package var message: String {
    switch self {
    case .unknown(let name, let origin, _): "There is no setting \(name) (found in \(origin))."
    case .wrong(let name, let value, _): "The setting \(name) can't be \"\(value)\"."
    case .missing(let name, let because, _): "The setting \(name) is needed because \(because)."
    case .unreadableFile(let path, let reason): "The settings file \(path) can't be used: \(reason)."
    }
  }

  package var advice: String? {
    switch self {
    case .unknown(_, _, let similar):
      (similar.map { "Did you mean \($0)? " } ?? "") + "\"weir serve --help-settings\" lists all settings."
    case .wrong(_, _, let accepted), .missing(_, _, let accepted): "It takes \(accepted)."
    case .unreadableFile: nil
    }
  }
}
