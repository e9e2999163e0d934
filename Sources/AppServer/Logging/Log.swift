import Core
package import Logging

/// Where log lines go.
package enum Log {
  /// Sets up logging for the whole process; once, before anything logs.
  /// - Returns: the server's own logger.
  package static func bootstrap(_ settings: Settings.Log) -> Logger {
    LoggingSystem.bootstrap { label in
      LineLogHandler(
        label: label, level: settings.level, form: settings.isJSON ? .json : .text, now: Effects.live.now)
    }
    return Logger(label: "weir")
  }

  /// For commands that speak to a person themselves: only what needs somebody to act is logged.
  package static func quiet() -> Logger {
    LoggingSystem.bootstrap { label in
      LineLogHandler(label: label, level: .error, form: .text, now: Effects.live.now)
    }
    return Logger(label: "weir")
  }
}
