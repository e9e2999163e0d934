package import ArgumentParser

/// The `weir` program.
package struct WeirCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "An open, self-hosted media hub.",
    subcommands: [ExpressionWorkerCommand.self, MediaWorkerCommand.self])

  package init() {}
}
