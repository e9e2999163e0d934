import Core

/// Something without which this process can't do its work.
package struct ReadinessCheck: Sendable {
  /// Shown in the answer, as `database`.
  package let name: String
  /// Returns when all is well.
  package let run: @Sendable () async throws -> Void

  package init(_ name: String, _ run: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.run = run
  }

  /// - Parameter limit: how long it may take.
  /// - Returns: "ok", or what is wrong.
  func verdict(within limit: Duration, _ effects: Effects) async -> String {
    await withTaskGroup { group in
      group.addTask { await attempt() }
      group.addTask {
        do { try await effects.sleep(limit) } catch { return "cancelled" }
        return "no answer in time"
      }
      let first = await group.next() ?? "cancelled"
      group.cancelAll()
      return first
    }
  }

  private func attempt() async -> String {
    do {
      try await run()
      return "ok"
    } catch let error as any CodedError {
      // Anybody may ask: the code alone, since the message may name hosts and databases.
      return error.code
    } catch {
      return "failed"
    }
  }
}
