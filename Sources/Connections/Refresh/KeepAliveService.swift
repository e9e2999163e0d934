import Core
import Foundation
import Logging
import Persistence
import ServiceLifecycle

/// Renews tokens before they run out and idle ones once a day, writes down what was used, and gives back grants that
/// couldn't be at once.
package struct KeepAliveService: Service {
  let door: ConnectionDoor
  let revoker: Revoker

  private var keeper: TokenKeeper { door.keeper }

  /// How often uses are written down.
  private static let pulse = Duration.seconds(5)
  /// How many connections are renewed at once.
  private static let batch = 64

  /// Runs until the graceful stop, then finishes refreshes that are under way.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var swept: Date?
      while !Task.isCancelled {
        do {
          let now = keeper.effects.now()
          if swept.map({ now.timeIntervalSince($0) >= keeper.policy.sweepInterval / .seconds(1) }) ?? true {
            swept = now
            try await sweep()
            try await revoker.sweep()
          } else {
            try await writeUses()
          }
        } catch is CancellationError {
          return
        } catch {
          let code = (error as? any CodedError)?.code ?? "unknown"
          keeper.logger.warning("connections can't be kept alive", metadata: ["error": "\(code)"])
        }
        do { try await keeper.effects.sleep(min(Self.pulse, keeper.policy.sweepInterval)) } catch { return }
      }
    }
    await door.flights.wait()
    try await writeUses(all: true)
  }

  /// One round.
  func sweep() async throws {
    try await writeUses()
    let now = keeper.effects.now()
    let horizon = now + keeper.policy.margin / .seconds(1)
    let idle = now - keeper.policy.keepAlive / .seconds(1)
    var tried: Set<ConnectionID> = []
    while true {
      let due = try await keeper.store.read { [count = tried.count] in
        try TokenStore.due(before: horizon, idleSince: idle, now: now, limit: Self.batch + count, in: $0)
      }.filter { !tried.contains($0) }
      guard !due.isEmpty else { return }
      tried.formUnion(due)
      await withDiscardingTaskGroup { group in
        for id in due {
          group.addTask { [door] in
            _ = try? await door.flights.join(id) { try await door.keeper.refresh(id, .renewal) }
          }
        }
      }
      try Task.checkCancellation()
    }
  }

  /// Writes down what was used: one row of the audit log for each user of each connection and minute, all in one
  /// transaction, however many uses there were. Who uses a connection first is written within seconds.
  func writeUses(all: Bool = false) async throws {
    let uses = door.uses.take(at: keeper.effects.now(), all: all)
    guard !uses.isEmpty else { return }
    let entries = uses.map { key, count in
      var details: JSONObject = [
        "by": .string(key.kind), "name": JSONValue(key.name), "times": JSONValue(count.times),
        "since": JSONValue(count.first),
      ]
      if !count.runs.isEmpty { details["runs"] = .array(count.runs.sorted().map { .string($0) }) }
      return AuditEntry(
        at: count.last, actor: nil, action: "connection.used", subject: "connection/\(key.connection)",
        subjectName: key.name ?? "", details: details)
    }
    let last = Dictionary(uses.map { ($0.key.connection, $0.value.last) }, uniquingKeysWith: max)
    do {
      try await keeper.store.write { session in
        for entry in entries { try AuditLog.add(entry, in: session) }
        for (id, at) in last { try ConnectionStore.noteUse(of: id, at: at, in: session) }
      }
    } catch {
      door.uses.giveBack(uses)
      throw error
    }
  }
}
