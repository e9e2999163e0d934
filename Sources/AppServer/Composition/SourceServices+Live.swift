import Connections
import Connectors
import Core
import Flows
import Foundation
import Identity
import Sources

extension SourceServices {
  /// Sources on folders of this machine, and on connections whose connector says how their files are reached.
  /// - Parameters:
  ///   - remote: the files of a connection's service.
  ///   - push: how such a service is asked to tell what changed.
  ///   - application: what stands behind an address that an administrator entered at a service's console.
  init(
    _ connections: Connections, _ files: FileSources, _ folder: FolderConnector, _ effects: Effects,
    _ foundations: Foundations, remote: @escaping @Sendable (Connection) async throws -> any FileService,
    push: @escaping @Sendable (Connection) async throws -> (any PushService)?,
    application: @escaping @Sendable (String, String, String) async throws -> SourcePush.Application?
  ) {
    self.init(
      files: { origin, team in
        switch origin {
        case .machine: return FolderFileService(folder: folder, sources: files, effects: effects)
        case .connection(let id):
          return try await remote(try await Self.connection(id, team, connections))
        }
      },
      open: { try await files.open($0) },
      name: { origin, team in
        switch origin {
        case .machine: "Folders of this machine"
        case .connection(let id): try await Self.connection(id, team, connections).name
        }
      },
      allows: { origin, team, person in
        guard case .connection(let id) = origin else { return true }
        return try await Self.connection(id, team, connections).mayBeUsed(by: person)
      },
      push: SourcePush(
        address: foundations.address.isPublic ? "\(foundations.address.url)/hooks/sources/" : nil,
        sealer: foundations.vault.sealer, application: application
      ) { origin, team in
        guard case .connection(let id) = origin else { return nil }
        return try await push(try await Self.connection(id, team, connections))
      })
  }

  /// What stands behind an address that was entered at a service's console.
  static func application(
    _ hooks: ServiceHooks, _ shelf: CatalogueShelf, _ kind: String, _ name: String, _ token: String
  ) async throws -> SourcePush.Application? {
    let push = shelf.current.connectors.last { $0.id.name == "\(kind)Connector" }?.push
    guard let push, push.subscribe == nil, let proof = try await hooks.application(kind, name, token: token),
      // Without what it is signed with anybody could sign it.
      let secret = proof.secret, let word = proof.word
    else { return nil }
    return SourcePush.Application(
      push, secret: secret, word: word, connections: try await hooks.connections(kind, name))
  }

  private static func connection(
    _ id: ConnectionID, _ team: TeamID, _ connections: Connections
  ) async throws -> Connection {
    do {
      return try await connections.resolve(id.description, in: team)
    } catch ConnectionError.notFound {
      throw SourceError.connectionNotFound
    }
  }
}

extension CronClock {
  /// The clock of flows' schedules.
  static let live = CronClock { line, zone, date in
    guard let name = ZoneName(zone) else {
      throw SourceError.invalidField("schedule", reason: "there is no time zone \"\(zone)\"")
    }
    do throws(CronError) {
      return try CronSchedule(line).next(after: date, in: name)
    } catch {
      throw SourceError.invalidField("schedule", reason: error.message)
    }
  }
}
