package import Core
import Foundation
package import Persistence

/// Hands what runs wait for to them: the payload of a callback, a decision, the end of another run.
package struct RunSignals: Sendable {
  private let store: any Store
  private let effects: Effects

  package init(store: any Store, effects: Effects) {
    self.store = store
    self.effects = effects
  }

  /// Keeps a payload for the step at `path`, which takes it now or when it comes to wait. Durable when this returns.
  /// - Returns: false when the run has ended, or something came for the step before; nothing is kept then.
  @discardableResult
  package func deliver(run: RunID, path: String, payload: JSONValue) async throws -> Bool {
    let now = effects.now()
    return try await store.write {
      try SignalStore(session: $0).insert(payload, for: run, path: path, at: now)
    }
  }
}
