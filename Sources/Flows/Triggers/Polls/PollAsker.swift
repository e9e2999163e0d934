import Core
import Foundation
import Persistence

/// Asks connectors what is new and starts flows with it.
///
/// A poll is taken for a time, asked outside of any transaction, and its new cursor is kept together with its run: what
/// is killed in between is asked again with the old cursor, and no item is lost or started twice.
struct PollAsker: Sendable {
  private static let atOnce = 8
  /// How long one question may take; shorter than ``PollStore/lease``.
  private static let patience: Duration = .seconds(300)
  /// No failure makes it wait longer than this, in seconds, unless its own interval is longer.
  private static let longestPause: TimeInterval = 3600

  let store: any Store
  let effects: Effects
  let actions: ActionRegistry

  /// Asks everything whose time has come, some at a time.
  /// - Returns: how many runs were started.
  func askDue() async throws -> Int {
    var started = 0
    // Whatever has another page is due at once, and comes again in here.
    while !Task.isCancelled {
      let now = effects.now()
      guard try await store.read({ try PollStore(session: $0).isAnyDue(at: now) }) else { break }
      let taken = try await store.write { try PollStore(session: $0).take(at: now, limit: Self.atOnce) }
      if taken.isEmpty { break }
      started += try await withThrowingTaskGroup(of: Bool.self) { group in
        for poll in taken { group.addTask { try await ask(poll) } }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
    }
    return started
  }

  private func ask(_ taken: PollStore.Taken) async throws -> Bool {
    guard let (flow, poll) = try await poll(of: taken) else {
      try await store.write { try PollStore(session: $0).sleep(taken) }
      return false
    }
    let state = PollState(stored: taken.cursor)
    do throws(StepFailure) {
      let answer = try PollAnswer(try await call(poll, state, taken, flow))
      return try await keep(answer, state, taken, poll, flow)
    } catch {
      let pause = Self.pause(after: taken.failures + 1, poll, error)
      let now = effects.now()
      let problem = error.json
      try await store.write { try PollStore(session: $0).fail(taken, problem, next: now + pause, at: now) }
      return false
    }
  }

  private func poll(of taken: PollStore.Taken) async throws -> (Flow, PollTrigger)? {
    try await store.read { session in
      let flows = FlowStore(session: session)
      let flow = try flows.flow(taken.flow)
      let polls = FlowReader.read(try flows.version(flow.id, flow.version).document).definition.polls
      guard flow.isActive, polls.indices.contains(taken.place) else { return nil }
      return (flow, polls[taken.place])
    }
  }

  private func call(
    _ poll: PollTrigger, _ state: PollState, _ taken: PollStore.Taken, _ flow: Flow
  ) async throws(StepFailure) -> JSONValue {
    guard let action = actions[poll.action] else {
      throw StepFailure(
        code: "action_not_found", message: "There is no action \"\(poll.action)\".", advice: "Change the trigger.")
    }
    var input = poll.input
    if let cursor = state.cursor { input["cursor"] = cursor }
    let call = ActionCall(
      connection: poll.connection, team: flow.team, flow: flow.id, input: .object(input),
      idempotencyKey: "poll/\(flow.id)/\(taken.place)/\(taken.fencing)",
      checkpoint: ActionCheckpoint(load: { nil }, save: { _ in }), progress: { _, _ in })
    return try await inTime(action, call)
  }

  private func inTime(_ action: RegisteredAction, _ call: ActionCall) async throws(StepFailure) -> JSONValue {
    let effects = effects
    let result = await withTaskGroup(of: Result<JSONValue, StepFailure>.self) { group in
      group.addTask {
        do throws(StepFailure) {
          return .success(try await action.run(call))
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        try? await effects.sleep(Self.patience)
        return .failure(StepFailure(code: "timed_out", message: "The action didn't answer in time.", retry: .backOff))
      }
      let first = await group.next()
      group.cancelAll()
      return first
    }
    guard let result else { throw StepFailure(code: "stopping", message: "The server is stopping.") }
    return try result.get()
  }

  /// Writes the cursor and the run in one transaction.
  private func keep(
    _ answer: PollAnswer, _ state: PollState, _ taken: PollStore.Taken, _ poll: PollTrigger, _ flow: Flow
  ) async throws(StepFailure) -> Bool {
    let now = effects.now()
    let (next, items) = state.next(after: answer, poll.beginning)
    let due = answer.isMore ? now : now + poll.interval / .seconds(1)
    let run = NewRun(
      id: effects.id(), flow: flow.id, team: flow.team, version: flow.version, triggerKind: "poll",
      trigger: ["items": .array(items), "count": JSONValue(items.count), "polledAt": JSONValue(now)], startedBy: nil,
      createdAt: now)
    do {
      return try await store.write { session in
        let isMine = try PollStore(session: session).keep(
          taken, cursor: next.stored, next: due, found: !items.isEmpty, at: now)
        guard isMine, !items.isEmpty else { return false }
        try RunStore(session: session).insert(run)
        return true
      }
    } catch {
      throw StepFailure(
        code: "poll_not_kept", message: "What was found could not be stored; it is asked for again.", retry: .backOff)
    }
  }

  private static func pause(after failures: Int, _ poll: PollTrigger, _ failure: StepFailure) -> TimeInterval {
    let interval = poll.interval / .seconds(1)
    let grown = interval * Double(1 << min(failures - 1, 10))
    let asked: TimeInterval = if case .after(let wait) = failure.retry { wait / .seconds(1) } else { 0 }
    return max(min(grown, max(longestPause, interval)), asked)
  }
}
