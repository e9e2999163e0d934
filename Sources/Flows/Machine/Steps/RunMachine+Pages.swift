import Core
import Foundation

/// The pages of what a loop goes over. Each one is a row of the journal: a page that came is never asked for again.
extension RunMachine {
  /// Asks for the next page, or takes it from the journal.
  /// - Returns: whether there is more to begin at once.
  mutating func beginPage(_ loop: String, at now: Date) -> Bool {
    guard let state = loops[loop], let input = active[loop]?.record?.input else { return false }
    let path = "\(loop)[page\(state.page)]"
    loops[loop]?.beginPage()
    let known = journal.take(path)
    active[path] = ActiveStep(role: .page(state.page), owner: loop, phase: .inside, record: known)
    switch known?.state {
    case .succeeded(let output)?:
      active[path] = nil
      add(page: output, to: loop)
      return true
    case .failed(let failure)?: fail(path, failure, at: now)
    case .waiting(let until)?: rest(path, until: until)
    case .running?: if let known { takeUpInterrupted(path, known, at: now) }
    case .cancelled?, nil:
      let asked: JSONValue = known?.input ?? ["input": input, "cursor": state.cursor ?? .null]
      record(path, StepRecord(page: path, input: asked, from: state.count, at: now))
      perform(path)
    }
    return false
  }

  mutating func pageEnded(of loop: String, _ result: StepResult, at now: Date) {
    switch result {
    case .succeeded(let output): add(page: output, to: loop)
    case .failed(let origin, let failure):
      loops[loop]?.givePageUp()
      if !(loops[loop]?.isWinding ?? true) {
        return giveUp(loop, StepEnding(origin: origin, failure: failure), gently: true, at: now)
      }
    case .cancelled: loops[loop]?.givePageUp()
    }
    work.append(.fill(path: loop))
  }

  private mutating func add(page output: JSONValue, to loop: String) {
    loops[loop]?.add(page: output["items"]?.arrayValue ?? [], cursor: output["next"]?.ifPresent)
  }
}

extension StepRecord {
  /// - Parameter from: the place of its first item.
  fileprivate init(page path: String, input: JSONValue, from place: Int, at now: Date) {
    self.init(
      path: path, stepID: "", kind: "page", input: input, memo: ["from": JSONValue(place)], startedAt: now)
  }

  /// The place of the first item of a page; `nil` for pages of a time when that wasn't kept.
  var firstPlace: Int? { memo?["from"]?.intValue.map { Int($0) } }

  /// Which page it is.
  var pageNumber: Int? {
    path.range(of: "[page", options: .backwards).flatMap { Int(path[$0.upperBound...].dropLast()) }
  }
}

extension JSONValue {
  /// The value, unless it is null. (`nil` where a JSON value may stand is JSON's null.)
  var ifPresent: JSONValue? { isNull ? Optional<JSONValue>.none : .some(self) }
}
