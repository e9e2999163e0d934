import AppServer
import ArgumentParser
import Core
import Flows
import Foundation
import Identity

/// `weir flow`
struct FlowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flow", abstract: "Run and check flows, and keep them in Git.",
    subcommands: [
      RunFlowCommand.self, CheckFlowCommand.self, PullFlowsCommand.self, PushFlowsCommand.self, DiffFlowsCommand.self,
    ])
}

/// `weir flow run`
struct RunFlowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Save a flow's file as its newest version, and run it.",
    discussion: """
      A flow of the same name in the organization's team gets a new version when the file differs. The run is carried \
      out by the server; without one, this command carries it out itself while it follows. Ends with 0 when the run \
      succeeded, with 1 when it failed.
      """)

  @Argument(help: "The flow's file, YAML or JSON.")
  var file: String

  @Option(name: .long, help: "What the flow gets as its trigger, as JSON.")
  var input = "{}"

  @Flag(name: .long, help: "Stay until the run has ended, and say what it does.")
  var follow = false

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let document = try PortableFlow.parse(try FlowFile.read(file)).document
    let input = try JSONValue(parsing: input)
    let rooms = try await options.openRooms()
    let console = Console(isJSON: json)
    let state = try await rooms.closing {
      let principal = try await rooms.identity.console()
      let flow = try await FlowFile.save(document, in: rooms, as: principal)
      let run = try await rooms.flows.run(flow.id, input: input, as: principal)
      console.say("Run \(run.id) of \"\(flow.name)\", version \(flow.version).")
      guard follow else {
        console.result(["run": JSONValue(run.id), "state": .string(run.state.name)])
        return run.state
      }
      return try await rooms.working {
        try await RunFollower(runs: rooms.runs, console: console).follow(run.id, as: principal)
      }
    }
    if case .failed = state { throw ExitStatus.failure.code }
  }
}

/// `weir flow check`
struct CheckFlowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say everything that keeps a flow's file from running.",
    discussion: """
      Looks up connections, other flows and imported connectors in the deployment. Without one it checks everything else, \
      and says so. Ends with 65 when something is wrong.
      """)

  @Argument(help: "The flow's file, YAML or JSON.")
  var file: String

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let document = try PortableFlow.parse(try FlowFile.read(file)).document
    let settings = try await options.load()
    let isWhole = settings.hasDeployment
    let problems = isWhole ? try await problems(in: document) : try await FlowCheck.problems(in: document)
    let console = Console(isJSON: json)
    for problem in problems { console.say(problem.description) }
    if problems.isEmpty { console.say("Nothing is wrong with \(file).") }
    if !isWhole {
      console.note(
        "Connections and other flows were not looked up: there is no deployment in \(settings.dataFolder). "
          + "Name one with --data-folder.")
    }
    console.result(["problems": .array(problems.map(\.json)), "isWhole": .bool(isWhole)])
    if !problems.isEmpty { throw ExitStatus.data.code }
  }

  private func problems(in document: JSONValue) async throws -> [FlowProblem] {
    let rooms = try await options.openRooms()
    return try await rooms.closing {
      let principal = try await rooms.identity.console()
      return try await rooms.flows.validate(document, in: principal.organizationTeam, as: principal)
    }
  }
}
