package import Connections
import Core

extension ConnectorRuntime {
  /// The files of a connection's service.
  /// - Throws: ``ActionError``; `no_files` when the connector doesn't say how its service has files.
  package func files(of id: ConnectionID) async throws(ActionError) -> ServiceFiles {
    let connection: Connection
    do { connection = try await access.connection(id) } catch { throw ActionError(error) }
    guard let connector = catalogue.connector(named: connection.connector) else {
      throw ActionError(
        code: "unknown_connector", category: .invalid, message: "There is no connector \"\(connection.connector)\".")
    }
    guard let files = connector.files else {
      throw ActionError(
        code: "no_files", category: .invalid, message: "\(connector.title) has no files to choose from.",
        advice: "Choose a connection of a service with files.")
    }
    return ServiceFiles(runtime: self, connection: connection, connector: connector, files: files)
  }

  /// Whether an action's answer is a file, so that a handle can name the action and ask it when it is read.
  func givesFile(_ action: ActionDefinition) -> Bool {
    switch action.work {
    case .request: action.output.file != nil
    case .code(let name): coded[name]?.open != nil
    case .upload, .steps: false
    }
  }
}
