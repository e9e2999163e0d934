import Core

/// What the journal held when the machine was made, and the machine hasn't come to yet.
struct StepJournal: Sendable {
  private var records: [String: StepRecord]
  /// What a `stop` step ended the run with.
  let stopOutput: JSONValue?

  init(_ records: [StepRecord]) {
    self.records = Dictionary(records.map { ($0.path, $0) }, uniquingKeysWith: { _, later in later })
    var stopped: JSONValue?
    for record in records where record.kind == "stop" {
      if case .succeeded(let output) = record.state { stopped = output }
    }
    stopOutput = stopped
  }

  func knows(_ path: String) -> Bool { records[path] != nil }

  mutating func take(_ path: String) -> StepRecord? { records.removeValue(forKey: path) }

  /// Why a step failed.
  func failure(at path: String) -> StepFailure? {
    if case .failed(let failure)? = records[path]?.state { failure } else { nil }
  }

  /// The places of a loop's rounds that were begun and not ended, in order.
  func openRounds(of loop: String) -> [Int] {
    records.values.compactMap { record -> Int? in
      guard !record.state.isFinal, record.kind == "item", record.path.hasPrefix("\(loop)[") else { return nil }
      // Not the rounds of loops inside of this one.
      return Int(record.path.dropFirst(loop.count + 1).dropLast())
    }.sorted()
  }

  /// Everything that is not ended, by path; it is forgotten with this.
  mutating func takeOpen() -> [StepRecord] {
    defer { records = [:] }
    return records.values.filter { !$0.state.isFinal }.sorted { $0.path < $1.path }
  }
}
