import ArgumentParser
import Core
import Flows

/// `weir flow pull`
struct PullFlowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Write the published flows into a folder, one file each.",
    discussion: """
      A file that was changed since it was written is left alone. When the flow was changed on the server as well, the \
      command says so and ends with 1.
      """)

  @OptionGroup var options: FlowFolderOptions

  @Flag(help: "Write over files that were changed.")
  var force = false

  func run() async throws {
    let console = Console(isJSON: options.json)
    let conflicts = try await options.withPairs(makingFolder: true) { _, folder, pairs in
      var taken = Set(pairs.compactMap { $0.file?.name })
      var conflicts = 0
      for pair in pairs {
        let done = try pull(pair, into: folder, taken: &taken)
        if done == "conflict" { conflicts += 1 }
        if done != "same" { console.say("\(done)  \(pair.name)") }
        console.result(["name": .string(pair.name), "state": .string(pair.state.rawValue), "done": .string(done)])
      }
      return conflicts
    }
    if conflicts > 0 { throw ExitStatus.failure.code }
  }

  private func pull(_ pair: FlowPair, into folder: FlowFolder, taken: inout Set<String>) throws -> String {
    guard let server = pair.server, let flow = pair.flow else { return "left alone" }
    switch pair.state {
    case .same:
      guard let file = pair.file, file.flow.version != server.version else { return "same" }
      try folder.write(server.stamped(onto: file.text), to: file.name)
      return "stamped"
    case .fileChanged where !force, .onlyFile: return "left alone"
    case .conflict where !force: return "conflict"
    case .fileChanged, .conflict, .serverChanged, .onlyServer:
      let name = pair.file?.name ?? FlowFolder.fileName(of: flow, taken: taken)
      taken.insert(name)
      try folder.write(try server.text(), to: name)
      return "written"
    }
  }
}
