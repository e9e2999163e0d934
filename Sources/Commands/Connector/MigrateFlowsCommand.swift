import AppServer
import ArgumentParser
import Connectors
import Core
import Flows
import HTTPAPI
import Identity

/// `weir connector migrate`
struct MigrateFlowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Move the steps of flows to a newer version of a connector.",
    discussion: """
      Says what would change in which flow, after the rules in the newer connector's file, and keeps nothing. With --save \
      the changes become the flows' drafts; with --publish they are published where nothing needs a person's eye and \
      nobody had begun a draft. Ends with 1 when something must be looked at.
      """)

  @Argument(help: "The version to move to, as quayConnector-v2.0.")
  var connector: String

  @Option(name: .long, help: "Only this flow, by name; all of the organization's team when left out.")
  var flow: String?

  @Flag(name: .long, help: "Keep the changes as drafts.")
  var save = false

  @Flag(name: .long, help: "Publish the changes where that can be done without looking.")
  var publish = false

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func validate() throws {
    if ConnectorID(connector) == nil {
      throw ValidationError("A connector is written as nameConnector-v2.0, not \"\(connector)\".")
    }
  }

  func run() async throws {
    let rooms = try await options.openRooms()
    let moves = try await rooms.closing {
      let principal = try await rooms.identity.console()
      return try await move(in: rooms, as: principal)
    }
    let console = Console(isJSON: json)
    if moves.isEmpty { console.say("No flow uses an older version of it.") }
    for move in moves { report(move, console) }
    if moves.contains(where: \.needsAttention) { throw ExitStatus.failure.code }
  }

  private func move(in rooms: Rooms, as principal: Principal) async throws -> [FlowMover.Move] {
    var moves: [FlowMover.Move] = []
    var cursor: PageCursor?
    var isFound = flow == nil
    repeat {
      let page = try await rooms.flows.list(team: principal.organizationTeam, after: cursor, as: principal)
      for one in page.items where flow == nil || one.name == flow {
        isFound = true
        let move =
          save || publish
          ? try await rooms.mover.move(one.id, to: connector, publishes: publish, as: principal)
          : try await rooms.mover.preview(one.id, to: connector, as: principal)
        if !move.changes.isEmpty { moves.append(move) }
      }
      cursor = page.next
    } while cursor != nil
    if !isFound, let flow { throw FlowFileError.noFlow(flow) }
    return moves
  }

  private func report(_ move: FlowMover.Move, _ console: Console) {
    let became =
      switch move.outcome {
      case .unchanged: "would change"
      case .draft: "changed, as a draft"
      case .published: "changed and published"
      }
    console.say("\(move.flow.name): \(became)")
    for change in move.changes { console.say("  \(change.needsAttention ? "!" : " ") \(change.path) \(change.text)") }
    for problem in move.problems { console.say("  ! \(problem.description)") }
    console.result(move.json)
  }
}
