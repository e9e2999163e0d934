/// Decides who gets which connection: pure, so that every order of events can be tried without a database.
///
/// Callers are served in the order in which they came. Connections are opened only for callers who wait, the one used
/// last is used first, and those that nobody needs are closed after a while.
struct PoolMachine {
  struct Limits {
    /// Open, or being opened, at any time.
    var maximum: Int
    /// A connection that was idle for so long is closed.
    var idleAtMost = Duration.seconds(60)
    /// A caller who waited for so long is refused.
    var waitAtMost = Duration.seconds(20)
  }

  /// Why a caller gets none.
  enum Refusal: Equatable {
    case cancelled, timedOut, closed
    /// None could be opened, and none is open.
    case unreachable
  }

  /// What the shell has to do, in this order.
  enum Action: Equatable {
    case open(Int)
    case close(Int)
    case lend(Int, to: Int)
    case refuse(Int, Refusal)
  }

  typealias Instant = ContinuousClock.Instant

  private let limits: Limits
  private var idle: [(connection: Int, since: Instant)] = []
  private var lent: Set<Int> = []
  private var opening: Set<Int> = []
  private var waiting: [(caller: Int, since: Instant)] = []
  private var lastConnection = 0
  private var isClosed = false

  init(limits: Limits) {
    self.limits = limits
  }

  /// Open, or being opened.
  var connectionCount: Int { idle.count + lent.count + opening.count }
  var waitingCount: Int { waiting.count }
  /// When ``tick(now:)`` has something to do; `nil` when time changes nothing.
  var nextTick: Instant? {
    let refusal = waiting.first.map { $0.since + limits.waitAtMost }
    let closing = idle.first.map { $0.since + limits.idleAtMost }
    return [refusal, closing].compactMap(\.self).min()
  }

  /// A caller wants a connection.
  mutating func lease(_ caller: Int, now: Instant) -> [Action] {
    if isClosed { return [.refuse(caller, .closed)] }
    waiting.append((caller, now))
    return serve()
  }

  /// A caller wants none any more. One who was served already has to give it back as ever.
  mutating func cancel(_ caller: Int) -> [Action] {
    guard let index = waiting.firstIndex(where: { $0.caller == caller }) else { return [] }
    waiting.remove(at: index)
    return [.refuse(caller, .cancelled)]
  }

  /// What ``Action/open(_:)`` asked for is there.
  mutating func opened(_ connection: Int, now: Instant) -> [Action] {
    opening.remove(connection)
    if isClosed { return [.close(connection)] }
    idle.append((connection, now))
    return serve()
  }

  /// What ``Action/open(_:)`` asked for can't be had. Who waits may still be served by those that are lent.
  mutating func failedToOpen(_ connection: Int) -> [Action] {
    opening.remove(connection)
    guard connectionCount == 0 else { return [] }
    defer { waiting = [] }
    return waiting.map { .refuse($0.caller, .unreachable) }
  }

  /// A caller is done.
  mutating func giveBack(_ connection: Int, isReusable: Bool, now: Instant) -> [Action] {
    guard lent.remove(connection) != nil else { return [] }
    if isClosed || !isReusable { return [.close(connection)] + serve() }
    idle.append((connection, now))
    return serve()
  }

  /// Time has passed.
  mutating func tick(now: Instant) -> [Action] {
    let late = waiting.prefix { $0.since + limits.waitAtMost <= now }
    waiting.removeFirst(late.count)
    let unused = idle.prefix { $0.since + limits.idleAtMost <= now }
    idle.removeFirst(unused.count)
    return late.map { .refuse($0.caller, .timedOut) } + unused.map { .close($0.connection) }
  }

  /// Nobody is served from now on; what is lent is closed when it comes back.
  mutating func close() -> [Action] {
    isClosed = true
    defer {
      waiting = []
      idle = []
    }
    return waiting.map { .refuse($0.caller, .closed) } + idle.map { .close($0.connection) }
  }

  private mutating func serve() -> [Action] {
    var actions: [Action] = []
    while let caller = waiting.first?.caller, let connection = idle.popLast()?.connection {
      waiting.removeFirst()
      lent.insert(connection)
      actions.append(.lend(connection, to: caller))
    }
    while opening.count < waiting.count, connectionCount < limits.maximum {
      lastConnection += 1
      opening.insert(lastConnection)
      actions.append(.open(lastConnection))
    }
    return actions
  }
}
