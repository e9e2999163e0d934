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
  /// Whether somebody may use what is behind an origin.
  package let allows: @Sendable (_ origin: SourceOrigin, _ team: TeamID, _ person: Principal) async throws -> Bool
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
    allows: @escaping @Sendable (SourceOrigin, TeamID, Principal) async throws -> Bool = { _, _, _ in true },
    push: SourcePush
  ) {
    self.files = files
    self.open = open
    self.name = name
    self.allows = allows
    self.push = push
  }

  /// - Throws: ``SourceError/useRefused(_:)`` when somebody may not use what is behind an origin.
  func requireUse(of origin: SourceOrigin, _ team: TeamID, as principal: Principal) async throws {
    guard try await allows(origin, team, principal) else {
      throw SourceError.useRefused(try await name(origin, team))
    }
  }
}
