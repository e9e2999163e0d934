import Core
package import Logging
import Persistence
import ServiceLifecycle

/// Tells the others which keys this server has, learns of new ones, and begins to seal with a new key once all have it.
package struct VaultServer: Service {
  private let keys: VaultKeys
  private let name: String
  private let logger: Logger

  /// How often a server says that it is there; within this time it learns of a new key.
  static let pulse: Duration = .seconds(5)

  /// - Parameter name: by which people know the server.
  package init(keys: VaultKeys, name: String, logger: Logger) {
    self.keys = keys
    self.name = name
    self.logger = logger
  }

  package func run() async throws {
    let id = keys.effects.token(bytes: 12)
    await cancelWhenGracefulShutdown {
      repeat {
        do {
          try await pulse(id)
        } catch is CancellationError {
          return
        } catch {
          let code = (error as? any CodedError)?.code ?? "unknown"
          logger.error("The master keys can't be brought up to date", metadata: ["error": "\(code)"])
        }
      } while (try? await keys.effects.sleep(Self.pulse)) != nil
    }
    try? await keys.store.write { try VaultKeyStore(session: $0).leave(id) }
  }

  /// One sign of life, which others see together with the keys that this server has by then.
  func pulse(_ id: String) async throws {
    let vault = keys.vault
    let before = vault.current.id
    vault.ring.replace(try await keys.source.load())
    try await beat(id)
    try await VaultCheck.choose(vault, on: keys.store, at: keys.effects.now())
    guard vault.current.id != before else { return }
    logger.info("Secrets are encrypted with another master key from now on", metadata: ["key": "\(vault.current.id)"])
    try await beat(id)
  }

  private func beat(_ id: String) async throws {
    let (ids, sealing, name, now) = (keys.vault.keyIDs, keys.vault.current.id, name, keys.effects.now())
    try await keys.store.write { session in
      try VaultKeyStore(session: session).beat(id, name: name, keys: ids, sealing: sealing, at: now)
    }
  }
}
