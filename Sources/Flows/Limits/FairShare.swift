import Identity

/// Shares the free places of a worker between the flows that have runs due: teams take turns, and within a team its
/// flows, so that ten thousand queued runs of one flow delay a single run of another by one place and not by all.
///
/// Pure: it is told what is due and what is in hand.
struct FairShare {
  /// The runs of one flow that are due.
  struct Queue: Sendable, Hashable {
    let team: TeamID
    let flow: FlowID
    /// How many are due; more than the worker has places need not be counted.
    let due: Int
  }

  /// Places for flows that have nothing in hand while others fill the worker with long runs.
  static let reserve = 8

  private var byTeam: [TeamID: Int] = [:]
  private var byFlow: [FlowID: Int] = [:]
  private var total = 0

  /// - Parameter inHand: the team and flow of each run that the worker has.
  init(inHand: [(team: TeamID, flow: FlowID)]) {
    for run in inHand { take(team: run.team, flow: run.flow) }
  }

  /// How many runs of each flow to take, in the order in which to take them.
  /// - Parameter places: how many runs the worker carries out at once, apart from the ``reserve``.
  mutating func share(_ queues: [Queue], places: Int) -> [(flow: FlowID, count: Int)] {
    var left = queues
    var taken: [FlowID: Int] = [:]
    var order: [FlowID] = []
    while let index = next(left, places: places) {
      let queue = left[index]
      if taken.updateValue(taken[queue.flow, default: 0] + 1, forKey: queue.flow) == nil { order.append(queue.flow) }
      take(team: queue.team, flow: queue.flow)
      left[index] = Queue(team: queue.team, flow: queue.flow, due: queue.due - 1)
    }
    return order.map { ($0, taken[$0] ?? 0) }
  }

  /// The queue of the team and flow that have the least in hand.
  private func next(_ queues: [Queue], places: Int) -> Int? {
    guard total < places + Self.reserve else { return nil }
    var best: (index: Int, weight: (Int, Int))?
    for (index, queue) in queues.enumerated() where queue.due > 0 {
      let flow = byFlow[queue.flow, default: 0]
      if total >= places, flow > 0 { continue }
      let weight = (byTeam[queue.team, default: 0], flow)
      if best.map({ weight < $0.weight }) ?? true { best = (index, weight) }
    }
    return best?.index
  }

  private mutating func take(team: TeamID, flow: FlowID) {
    byTeam[team, default: 0] += 1
    byFlow[flow, default: 0] += 1
    total += 1
  }
}
