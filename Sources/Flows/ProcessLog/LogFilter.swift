import Core
import Foundation

/// Which part of a run's log is wanted.
package struct LogFilter: Sendable {
  /// Only what stands directly inside of this entry; an empty path is the top. `nil` takes everything.
  package var parent: String?
  /// Only entries in these states; empty for all.
  package var states: [String]
  /// Only entries whose step id, failure, input or output holds this text, without regard to case. Long values are
  /// searched as far as the log shows them.
  package var text: String?

  package init(parent: String? = nil, states: [String] = [], text: String? = nil) {
    self.parent = parent
    self.states = states
    self.text = text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether what the log shows of an entry holds the text. Only what is shown is searched: nobody finds a masked value
  /// by guessing.
  func matches(_ entry: StepEntry) -> Bool {
    guard let text else { return true }
    if Self.holds(entry.path, text) { return true }
    // As it stands in the JSON of a value.
    let escaped = String(JSONValue.string(text).serialized().dropFirst().dropLast())
    let values = [entry.failure?.json, entry.input.json, entry.output?.json]
    return values.contains { $0.map { Self.holds($0.serialized(), escaped) } ?? false }
  }

  private static func holds(_ whole: String, _ part: String) -> Bool {
    whole.range(of: part, options: .caseInsensitive) != nil
  }
}
