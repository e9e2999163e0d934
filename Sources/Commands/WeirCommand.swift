import AppServer
package import ArgumentParser
import Core

/// The `weir` program.
package struct WeirCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "An open, self-hosted media hub: a library, its connections, and flows between them.",
    discussion: """
      Begin with "weir serve", or see everything at once with "weir demo".

      \(ExitStatus.explanation)
      """,
    version: WeirVersion.current,
    subcommands: [
      ServeCommand.self, DemoCommand.self, UserCommand.self, ApplicationCommand.self, ConnectCommand.self,
      SourceCommand.self, PublicationCommand.self, FlowCommand.self, ConnectorCommand.self, FilesCommand.self,
      ImportCommand.self,
      KeysCommand.self, DoctorCommand.self, MediaWorkerCommand.self, ExpressionWorkerCommand.self,
    ])

  package init() {}

  /// Runs what the command line asks for, and ends the process with a status that says how it went.
  package static func start() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as any CodedError {
      Console.write("weir: \(error.message)\n", to: 2)
      if let advice = error.advice { Console.write("      \(advice)\n", to: 2) }
      exit(withError: ExitStatus(error).code)
    } catch {
      exit(withError: error)
    }
  }
}
