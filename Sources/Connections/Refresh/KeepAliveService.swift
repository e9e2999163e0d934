import Core
import Foundation
import Logging
import Persistence
import ServiceLifecycle

/// Renews tokens before they run out and idle ones once a day, and writes down what was used.
package struct KeepAliveService: Service {
  let door: ConnectionDoor

  private var keeper: TokenKeeper { door.keeper }

  /// Runs until the graceful stop, then finishes refreshes that are under way.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await sweep()
        } catch is CancellationError {
          return
        } catch {
          let code = (error as? any CodedError)?.code ?? "unknown"
          keeper.logger.warning("connections can't be kept alive", metadata: ["error": "\(code)"])
        }
        do { try await keeper.effects.sleep(keeper.policy.sweepInterval) } catch { return }
      }
    }
    await door.flights.wait()
    try await writeUses()
  }

  /// One round.
  func sweep() async throws {
    try await writeUses()
    let now = keeper.effects.now()
    let horizon = now + keeper.policy.margin / .seconds(1)
    let idle = now - keeper.policy.keepAlive / .seconds(1)
    let due = try await keeper.store.read {
      try TokenStore.due(before: horizon, idleSince: idle, now: now, limit: 64, in: $0)
    }
    await withDiscardingTaskGroup { group in
      for id in due {
        group.addTask { [door] in
          _ = try? await door.flights.join(id) { try await door.keeper.refresh(id, .renewal) }
        }
      }
    }
  }

  /// Writes what was used since the last time: one row of the audit log for each user of each connection.
  func writeUses() async throws {
    let uses = door.uses.take()
    guard !uses.isEmpty else { return }
    let entries = uses.map { key, count in
      AuditEntry(
        at: count.last, actor: nil, action: "connection.used", subject: "connection/\(key.connection)",
        subjectName: key.use.name ?? "",
        details: ["by": .string(key.use.kind), "name": JSONValue(key.use.name), "times": JSONValue(count.times)])
    }
    let last = uses.map { ($0.key.connection, $0.value.last) }
    try await keeper.store.write { session in
      for entry in entries { try AuditLog.add(entry, in: session) }
      for (id, at) in last { try ConnectionStore.noteUse(of: id, at: at, in: session) }
    }
  }
}
