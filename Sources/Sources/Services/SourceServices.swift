package import Connectors
package import Identity

/// What sources need of the services behind them; filled in where the program is put together.
package struct SourceServices: Sendable {
  /// The files of a service.
  package let files: @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> any FileService
  /// Opens a file that a service handed out.
  package let open: @Sendable (MediaFileHandle) async throws -> OpenFile
  /// What people call where the files are.
  package let name: @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> String
  /// How services are asked to tell what changed.
  package let push: SourcePush

  /// - Parameters:
  ///   - files: throws ``SourceError/connectionNotFound`` for what isn't the team's, and an ``ActionError`` with the code `no_files`
  ///     for a service without files.
  ///   - name: throws ``SourceError/connectionNotFound``.
  package init(
    files: @escaping @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> any FileService,
    open: @escaping @Sendable (MediaFileHandle) async throws -> OpenFile,
    name: @escaping @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> String,
    push: SourcePush
  ) {
    self.files = files
    self.open = open
    self.name = name
    self.push = push
  }
}
