package import Connectors
package import Core
package import Identity

/// What sources need so that services tell them what changed; filled in where the program is put together.
package struct SourcePush: Sendable {
  /// How a service is asked; `nil` for one that doesn't tell.
  package let service: @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> (any PushService)?
  /// The address that services call, up to the token; `nil` when services can't reach this server.
  package let address: String?
  package let sealer: Sealer

  package init(
    address: String?, sealer: Sealer,
    service: @escaping @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> (any PushService)?
  ) {
    self.address = address
    self.sealer = sealer
    self.service = service
  }
}
