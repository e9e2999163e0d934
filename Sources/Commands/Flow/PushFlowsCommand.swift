import ArgumentParser
import Core
import Flows

/// `weir flow push`
struct PushFlowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Publish the files of a folder that were changed.",
    discussion: """
      Each file says which version it was taken from. When somebody published since, the file is a conflict: pull, \
      merge, push again. Files that can't run are not published; the command says why and ends with 65. Ends with 1 \
      when there are conflicts.
      """)

  @OptionGroup var options: FlowFolderOptions

  @Flag(help: "Publish over what was changed on the server.")
  var force = false

  @Option(
    name: .customLong("connection"),
    help: ArgumentHelp("Use another connection for a name in the files. May be given often.", valueName: "name=other"))
  var connections: [String] = []

  func validate() throws {
    if let wrong = connections.first(where: { !$0.contains("=") }) {
      throw ValidationError("\"\(wrong)\" is not like NAME=OTHER.")
    }
  }

  func run() async throws {
    let console = Console(isJSON: options.json)
    let results = try await options.withPairs { flows, folder, pairs in
      let pusher = FlowPusher(flows: flows, folder: folder, connections: mapping, isForced: force)
      var results: [FlowPusher.Result] = []
      for pair in pairs {
        let result = try await pusher.push(pair)
        results.append(result)
        console.say(result.done == "same" ? "" : "\(result.done)  \(pair.name)", problems: result.problems)
        console.result(
          [
            "name": .string(pair.name), "state": .string(pair.state.rawValue), "done": .string(result.done),
            "problems": .array(result.problems.map(\.json)),
          ])
      }
      return results
    }
    if results.contains(where: { !$0.problems.isEmpty }) { throw ExitStatus.data.code }
    if results.contains(where: { $0.done == "conflict" }) { throw ExitStatus.failure.code }
  }

  private var mapping: [String: String] {
    let pairs = connections.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
    return Dictionary(pairs.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
  }
}

extension Console {
  fileprivate func say(_ text: String, problems: [FlowProblem]) {
    if !text.isEmpty { say(text) }
    for problem in problems { say("    \(problem.description)") }
  }
}
