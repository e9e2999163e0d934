import Core
import Foundation
import Persistence

/// The SQL of what a machine takes up: single rows by their paths and how far loops are, never all rows of a run.
///
/// The rounds of a loop are begun in order, and so are its pages: how many there are is found by looking at a few of them.
struct RecallStore {
  let session: any Session
  let run: RunID

  private static let pathsPerStatement = 200

  static let columns: Statement = """
    path, step, kind, state, attempt, failures, input, output, failure, wakes_at, started_at, attempt_started_at,
    ended_at, memo
    """

  /// The rows at these paths, as far as there are any.
  func records(at paths: [String]) throws -> [StepRecord] {
    var records: [StepRecord] = []
    var rest = paths[...]
    while !rest.isEmpty {
      records += try session.rows(
        """
        select \(Self.columns) from flow_step
        where run = \(run) and path in \(list: Array(rest.prefix(Self.pathsPerStatement)))
        """
      ).map(StepRecord.init)
      rest = rest.dropFirst(Self.pathsPerStatement)
    }
    return records
  }

  /// How the rounds at these paths ended, without what went into them.
  func outcomes(at paths: [String]) throws -> [StepRecord] {
    try session.rows(
      """
      select path, step, kind, state, attempt, failures, null as input, output, failure, wakes_at, started_at,
        attempt_started_at, ended_at, null as memo
      from flow_step where run = \(run) and path in \(list: paths)
      """
    ).map(StepRecord.init)
  }

  /// Why the steps at these paths failed.
  func failures(at paths: [String]) throws -> [String: StepFailure] {
    var failures: [String: StepFailure] = [:]
    for record in try records(at: paths) {
      if case .failed(let failure) = record.state { failures[record.path] = failure }
    }
    return failures
  }

  /// What a `stop` step put out, wherever it stands.
  func stopOutput() throws -> JSONValue? {
    try session.row("select output from flow_step where run = \(run) and kind = 'stop' and state = 'succeeded'")?
      .jsonIfAny("output")
  }

  /// How many rounds of a loop were begun.
  func begun(_ loop: String) throws -> Int {
    try Self.count { try exists("\(loop)[\($0)]") }
  }

  /// The places of the rounds of a loop that aren't ended, in order.
  func openRounds(of loop: String) throws -> [Int] {
    try session.rows(
      "select path from flow_step where run = \(run) and kind = 'item' and state in ('running', 'waiting')"
    ).compactMap { row in
      let path = try row.string("path")
      // Rounds of loops inside of it end in a number after other brackets.
      return path.hasPrefix("\(loop)[") ? Int(path.dropFirst(loop.count + 1).dropLast()) : nil
    }.sorted()
  }

  /// The pages of a loop from the one on that holds the item at a place; all of them when they don't tell.
  func pages(of loop: String, from place: Int) throws -> [StepRecord] {
    let count = try Self.count { try exists("\(loop)[page\($0)]") }
    var pages: [StepRecord] = []
    for number in (0..<count).reversed() {
      guard let page = try records(at: ["\(loop)[page\(number)]"]).first else { break }
      pages.insert(page, at: 0)
      if let first = page.firstPlace, first <= place { break }
    }
    return pages
  }

  private func exists(_ path: String) throws -> Bool {
    try session.exists("select 1 as n from flow_step where run = \(run) and path = \(path)")
  }

  /// The lowest number that isn't there, when all below it are; asks for about twice as many as that has binary digits.
  static func count(_ isThere: (Int) throws -> Bool) rethrows -> Int {
    guard try isThere(0) else { return 0 }
    var (there, missing) = (0, 1)
    while try isThere(missing) { (there, missing) = (missing, missing * 2) }
    while missing - there > 1 {
      let middle = (there + missing) / 2
      if try isThere(middle) { there = middle } else { missing = middle }
    }
    return missing
  }
}
