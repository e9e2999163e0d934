import Core
import Foundation
import Persistence

extension Webhooks {
  /// What a caller hears who waits for a run.
  package enum RunReply: Sendable, Hashable {
    /// Its `respond` step has spoken; the run may go on.
    case response(RunResponse)
    /// It ended without a word.
    case ended(RunState)
    /// It takes longer than the caller may wait.
    case late
  }

  /// How often the database is asked, for runs in the hands of another process.
  private static let longestPause: Duration = .milliseconds(500)

  /// Waits for what a run says to the caller that started it.
  /// - Parameter timeout: from now on; ``RunReply/late`` after that.
  package func reply(of run: RunID, within timeout: Duration) async throws -> RunReply {
    let deadline = effects.now() + timeout / .seconds(1)
    let mailbox = Mailbox<Void>()
    let pokes = feed.pokes(of: run, .answers)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { for await _ in pokes { mailbox.post(()) } }
      group.addTask { [effects] in
        var pause: Duration = .milliseconds(50)
        while (try? await effects.sleep(pause)) != nil {
          mailbox.post(())
          pause = min(pause * 2, Self.longestPause)
        }
      }
      while true {
        if let reply = try await said(run) { return reply }
        guard effects.now() < deadline else { return .late }
        _ = await mailbox.take()
        try Task.checkCancellation()
      }
    }
  }

  private func said(_ run: RunID) async throws -> RunReply? {
    try await store.read { session in
      guard
        let row = try session.row(
          """
          select response, state, ready_at, paused_at, ended_at, output, failed_path, failure from flow_run
          where id = \(run)
          """)
      else { throw FlowError.noSuchRun }
      if let response = try row.jsonIfAny("response") { return .response(RunResponse(json: response)) }
      let state = try RunState(row)
      return state.endedAt == nil ? nil : .ended(state)
    }
  }
}
