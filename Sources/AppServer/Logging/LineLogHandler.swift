import Core
package import Foundation
package import Logging
import Synchronization

/// Writes each log record as one line to standard error: for people, or as JSON for programs.
package struct LineLogHandler: LogHandler {
  /// What a line looks like.
  package enum Form: Sendable {
    case text
    case json
  }

  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let form: Form
  private let now: @Sendable () -> Date

  package init(label: String, level: Logger.Level, form: Form, now: @escaping @Sendable () -> Date) {
    self.label = label
    logLevel = level
    self.form = form
    self.now = now
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
    if let own = event.metadata { all.merge(own) { _, new in new } }
    let fields = all.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
    let line =
      switch form {
      case .text: text(event, fields)
      case .json: json(event, fields)
      }
    StandardError.write(line + "\n")
  }

  private func text(_ event: LogEvent, _ fields: [(String, String)]) -> String {
    let details = fields.map { " \($0)=\($1.contains(" ") ? "\"\($1)\"" : $1)" }.joined()
    return Self.oneLine("\(Timestamp.format(now())) \(event.level) \(label): \(event.message)\(details)")
  }

  private func json(_ event: LogEvent, _ fields: [(String, String)]) -> String {
    var record: JSONObject = [
      "time": JSONValue(now()), "level": .string(event.level.rawValue), "logger": .string(label),
      "message": .string(event.message.description),
    ]
    for (name, value) in fields { record[name] = .string(value) }
    return JSONValue.object(record).serialized()
  }

  /// Whoever sends a line break in a header mustn't be able to forge a second record.
  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}

/// Whole lines, one writer at a time.
private enum StandardError {
  private static let lock = Mutex(())

  static func write(_ text: String) {
    lock.withLock { _ in
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let written = bytes.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
        guard written > 0 else { return }
        bytes = bytes.dropFirst(written)
      }
    }
  }
}
