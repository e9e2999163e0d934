import Core
import Foundation

/// A run as a row of a table (RFC 4180).
enum RunCSV {
  static let head = row([
    "run", "flow", "version", "team", "state", "trigger", "created", "started", "ended", "seconds", "failed step",
    "failure", "message",
  ])

  static func row(_ run: Run) -> String {
    var failed = ["", "", ""]
    if case .failed(_, let path, let failure) = run.state { failed = [path, failure.code, failure.message] }
    let seconds = run.startedAt.flatMap { start in
      run.state.endedAt.map { String(Double(Int(($0.timeIntervalSince(start) * 1000).rounded())) / 1000) }
    }
    return row(
      [
        run.id.description, run.flow.description, String(run.version), run.team.description, run.state.name,
        run.triggerKind, time(run.createdAt), run.startedAt.map(time) ?? "", run.state.endedAt.map(time) ?? "",
        seconds ?? "",
      ] + failed)
  }

  private static func time(_ date: Date) -> String { JSONValue(date).stringValue ?? "" }

  private static func row(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

  /// Quoted where it must be. A field that spreadsheets would take for a formula gets an apostrophe in front.
  private static func field(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let text = isFormula ? "'" + text : text
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
