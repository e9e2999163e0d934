import Core
import Dispatch
import Persistence

/// Does what the ``PoolMachine`` decides.
actor ConnectionPool {
  /// A connection on loan; to be given back, whatever happens.
  struct Lease: Sendable {
    let number: Int
    let connection: PostgresConnection
  }

  private let uri: Secret
  private let clock = ContinuousClock()
  private var machine: PoolMachine
  private var connections: [Int: PostgresConnection] = [:]
  private var callers: [Int: CheckedContinuation<Lease, any Error>] = [:]
  private var lastCaller = 0
  private var scheduledTick: ContinuousClock.Instant?
  private var lastFailure: any Error = PersistenceError.unavailable(reason: "the server was not tried yet")

  init(uri: Secret, limits: PoolMachine.Limits) {
    self.uri = uri
    machine = PoolMachine(limits: limits)
  }

  /// Waits for a connection.
  /// - Throws: ``PersistenceError/unavailable(reason:)``, `CancellationError`.
  func lease() async throws -> Lease {
    lastCaller += 1
    let caller = lastCaller
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        callers[caller] = continuation
        perform(machine.lease(caller, now: clock.now))
      }
    } onCancel: {
      Task { await self.cancel(caller) }
    }
  }

  func giveBack(_ lease: Lease, isReusable: Bool) {
    perform(machine.giveBack(lease.number, isReusable: isReusable, now: clock.now))
  }

  func close() {
    perform(machine.close())
  }

  private func cancel(_ caller: Int) {
    perform(machine.cancel(caller))
  }

  private func tick() {
    scheduledTick = nil
    perform(machine.tick(now: clock.now))
  }

  private func perform(_ actions: [PoolMachine.Action]) {
    for action in actions {
      switch action {
      case .open(let number): open(number)
      case .close(let number): close(number)
      case .lend(let number, let caller): lend(number, to: caller)
      case .refuse(let caller, let refusal): callers.removeValue(forKey: caller)?.resume(throwing: error(for: refusal))
      }
    }
    scheduleTick()
  }

  private func open(_ number: Int) {
    let connection = PostgresConnection(uri: uri, number: number)
    Task {
      do {
        try await connection.connect()
        connections[number] = connection
        perform(machine.opened(number, now: clock.now))
      } catch {
        lastFailure = error
        perform(machine.failedToOpen(number))
      }
    }
  }

  private func close(_ number: Int) {
    guard let connection = connections.removeValue(forKey: number) else { return }
    Task { await connection.close() }
  }

  private func lend(_ number: Int, to caller: Int) {
    guard let connection = connections[number], let continuation = callers.removeValue(forKey: caller) else { return }
    continuation.resume(returning: Lease(number: number, connection: connection))
  }

  private func error(for refusal: PoolMachine.Refusal) -> any Error {
    switch refusal {
    case .cancelled: CancellationError()
    case .timedOut: PersistenceError.unavailable(reason: "all connections are in use")
    case .closed: PersistenceError.unavailable(reason: "the store is closed")
    case .unreachable: lastFailure
    }
  }

  private func scheduleTick() {
    guard let next = machine.nextTick, scheduledTick.map({ next < $0 }) ?? true else { return }
    scheduledTick = next
    let pause = max(.zero, clock.now.duration(to: next)) / .milliseconds(1)
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(pause) + 1)) { [weak self] in
      Task { [weak self] in await self?.tick() }
    }
  }
}
