import ArgumentParser
import Core
import Flows

/// `weir flow diff`
struct DiffFlowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what pushing a folder would change, step by step.",
    discussion: "Ends with 1 when anything differs.")

  @OptionGroup var options: FlowFolderOptions

  func run() async throws {
    let console = Console(isJSON: options.json)
    let differs = try await options.withPairs { _, _, pairs in
      for pair in pairs where pair.state != .same {
        console.say("\(pair.name): \(pair.state.rawValue)")
        for line in pair.diff.map(Self.lines) ?? [] { console.say("    \(line)") }
        console.result(
          ["name": .string(pair.name), "state": .string(pair.state.rawValue), "diff": pair.diff?.json ?? .null])
      }
      return pairs.contains { $0.state != .same }
    }
    if differs { throw ExitStatus.failure.code }
  }

  private static func lines(_ diff: FlowDiff) -> [String] {
    diff.fields.map(line)
      + diff.steps.flatMap { step -> [String] in
        let isWhole = step.from == nil || step.to == nil
        let title = "step \(step.id): \(step.changes.joined(separator: ", "))"
        return [title] + (isWhole ? [] : step.fields.map { "    " + line($0) })
      }
  }

  private static func line(_ field: FlowDiff.Field) -> String {
    "\(field.name): \(text(field.before)) → \(text(field.after))"
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let text = value?.serialized() else { return "nothing" }
    return text.count > 60 ? "\(text.prefix(60))…" : text
  }
}
