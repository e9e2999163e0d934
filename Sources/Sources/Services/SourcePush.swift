package import Connections
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
  /// The application whose address holds a token; `nil` for an address that isn't ours.
  package let application: @Sendable (_ kind: String, _ name: String, _ token: String) async throws -> Application?

  package init(
    address: String?, sealer: Sealer,
    application: @escaping @Sendable (_ kind: String, _ name: String, _ token: String) async throws -> Application? = {
      _, _, _ in nil
    },
    service: @escaping @Sendable (_ origin: SourceOrigin, _ team: TeamID) async throws -> (any PushService)?
  ) {
    self.address = address
    self.sealer = sealer
    self.application = application
    self.service = service
  }

  /// An application of an integration that news came to.
  package struct Application: Sendable {
    let handshake: PushDefinition.Handshake
    let secret: Secret
    let word: Secret
    let account: PushDefinition.Account?
    /// The connections of all teams that go through it.
    let connections: [ConnectionID]

    package init(
      _ push: PushDefinition, secret: Secret, word: Secret, connections: [ConnectionID]
    ) {
      handshake = push.handshake
      account = push.account
      self.secret = secret
      self.word = word
      self.connections = connections
    }
  }
}
