import Core
import Flows
import Foundation

/// What the page of one step of a run shows: what went in and out, and every attempt with what it sent over HTTP.
struct RunEntryPage: Sendable {
  let frame: PageFrame
  let id: String
  let runID: String
  let flow: String
  let path: String
  let name: String
  let kind: String
  let state: String
  let took: String?
  let problem: String?
  let input: Value?
  let output: Value?
  let attempts: [RunAttempt]
  let rerun: StepRow.Rerun?

  /// A value as it is shown, and where all of it is.
  struct Value: Sendable {
    let text: String
    /// Says how long it is in whole; `nil` when all of it stands here.
    let whole: String?
    let address: String

    init?(_ value: BoundedValue?, run: String, path: String, part: StepPart) {
      guard let value, value.fullLength != nil || !value.value.isNull else { return nil }
      text = value.fullLength == nil ? value.value.serialized(pretty: true) : value.value.stringValue ?? ""
      whole = value.fullLength.map { "Show all of it, \(Quantity.bytes(Int64($0)))" }
      address = "/rest/v1/runs/\(run)/value?part=\(part.rawValue)&path=\(StepRow.encoded(path))"
    }
  }

  /// - Parameter run: the page of the run, with nothing but this entry.
  init(run: RunPage, entry: StepEntry) {
    frame = run.frame
    id = run.id
    runID = run.id
    flow = run.flow
    path = entry.path
    let row = run.steps.first
    name = row?.name ?? entry.path
    kind = row?.kind ?? ""
    state = row?.state ?? entry.state
    took = row.flatMap { $0.took.isEmpty ? nil : $0.took }
    rerun = row?.rerun
    problem = entry.failure.map { [$0.message, $0.advice].compactMap(\.self).joined(separator: " ") }
    input = Value(entry.input, run: run.id, path: entry.path, part: .input)
    output = Value(entry.output, run: run.id, path: entry.path, part: .output)
    attempts = entry.tries.map(RunAttempt.init)
  }
}
