import Core

/// What the journal held when the machine was made, as far as it was read, and the machine hasn't come to yet.
///
/// It begins with the rows outside of loops' rounds; those of rounds that aren't ended come when the loop is taken up.
struct StepJournal: Sendable {
  private var records: [String: StepRecord] = [:]
  /// Why steps failed whose rows aren't among these.
  private var failures: [String: StepFailure]
  /// What a `stop` step ended the run with.
  let stopOutput: JSONValue?

  init(_ records: [StepRecord], failures: [String: StepFailure] = [:], stopOutput: JSONValue? = nil) {
    self.failures = failures
    var stopped = stopOutput
    for record in records where record.kind == "stop" {
      if case .succeeded(let output) = record.state { stopped = output }
    }
    self.stopOutput = stopped
    add(records)
  }

  mutating func add(_ records: [StepRecord]) {
    for record in records { self.records[record.path] = record }
  }

  func knows(_ path: String) -> Bool { records[path] != nil }

  mutating func take(_ path: String) -> StepRecord? { records.removeValue(forKey: path) }

  /// Why a step failed.
  func failure(at path: String) -> StepFailure? {
    if case .failed(let failure)? = records[path]?.state { failure } else { failures[path] }
  }

  /// Where the steps failed that these tell of without being them: a step tells only that one inside of it failed.
  static func origins(of records: [StepRecord]) -> [String] {
    let paths = Set(records.map(\.path))
    return records.compactMap { record in
      guard case .failed(let failure) = record.state, failure.isOfInnerStep,
        let origin = failure.details["path"]?.stringValue, !paths.contains(origin)
      else { return nil }
      return origin
    }
  }

  /// The pages of a loop that an earlier machine asked for and nobody took up.
  mutating func takeOpenPages(of loop: String) -> [StepRecord] {
    let pages = records.values.filter {
      $0.kind == "page" && !$0.state.isFinal && $0.path.hasPrefix("\(loop)[page") && $0.pageNumber != nil
    }.sorted { $0.path < $1.path }
    for page in pages { records[page.path] = nil }
    return pages
  }

  /// Everything that is not ended, by path; it is forgotten with this.
  mutating func takeOpen() -> [StepRecord] {
    defer { records = [:] }
    return records.values.filter { !$0.state.isFinal }.sorted { $0.path < $1.path }
  }
}
