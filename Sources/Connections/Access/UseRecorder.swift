import Foundation
import Synchronization

/// Counts what connections are used for, to be written down from time to time: a commit for every use would cost more
/// than the use.
///
/// The first use by somebody is handed out at the next look, what follows once a minute: a process that is killed loses
/// numbers of uses, not who used what. Bounded: beyond 20,000 users at once they are counted by their kind.
final class UseRecorder: Sendable {
  private static let capacity = 20_000
  /// How many runs of a flow are named in one row.
  private static let mostRuns = 50
  /// In seconds.
  private static let interval: TimeInterval = 60
  private static let forgetting: TimeInterval = 600

  private let counts = Mutex<[Key: Count]>([:])

  struct Key: Hashable {
    let connection: ConnectionID
    let kind: String
    let name: String?
  }

  struct Count {
    var times = 0
    var first: Date
    var last: Date
    /// The runs in whose course it was used, the first 50.
    var runs: Set<String> = []
    /// `nil` when nothing of it was written yet.
    var writtenAt: Date?
  }

  func note(_ connection: ConnectionID, _ use: ConnectionUse, at now: Date) {
    counts.withLock { counts in
      var key = Key(connection: connection, kind: use.kind, name: use.name)
      if counts[key] == nil, counts.count >= Self.capacity {
        key = Key(connection: connection, kind: use.kind, name: nil)
      }
      counts[key, default: Count(first: now, last: now)].add(1, now...now, Set([use.run].compactMap(\.self)))
    }
  }

  /// What is to be written down now.
  /// - Parameter all: also what was written down less than a minute ago; for the end.
  func take(at now: Date, all: Bool = false) -> [Key: Count] {
    counts.withLock { counts in
      var taken: [Key: Count] = [:]
      for (key, count) in counts {
        let age = count.writtenAt.map { now.timeIntervalSince($0) } ?? .infinity
        if count.times > 0, all || age >= Self.interval || age < 0 {
          taken[key] = count
          counts[key] = Count(first: now, last: now, writtenAt: now)
        } else if count.times == 0, age >= Self.forgetting {
          counts[key] = nil
        }
      }
      return taken
    }
  }

  /// Takes back what couldn't be written down.
  func giveBack(_ uses: [Key: Count]) {
    counts.withLock { counts in
      for (key, count) in uses {
        counts[key, default: Count(first: count.first, last: count.last)]
          .add(count.times, count.first...count.last, count.runs)
        counts[key]?.writtenAt = nil
      }
    }
  }

  fileprivate static func limited(_ runs: Set<String>) -> Set<String> {
    runs.count > mostRuns ? Set(runs.sorted().prefix(mostRuns)) : runs
  }
}

extension UseRecorder.Count {
  fileprivate mutating func add(_ times: Int, _ time: ClosedRange<Date>, _ runs: Set<String>) {
    first = self.times == 0 ? time.lowerBound : min(first, time.lowerBound)
    last = max(last, time.upperBound)
    self.times += times
    self.runs = UseRecorder.limited(self.runs.union(runs))
  }
}
