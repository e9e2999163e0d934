import ArgumentParser
import Flows

/// `weir expression-worker`: the child in which the expressions of flows are evaluated. Started by the server, not by
/// people.
struct ExpressionWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expression-worker",
    abstract: "Evaluate expressions for a server (started by it).",
    shouldDisplay: false)

  func run() {
    ExpressionWorkerMain.run()
  }
}
