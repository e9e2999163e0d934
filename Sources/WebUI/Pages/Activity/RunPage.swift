import Core
import Flows
import Foundation

/// What the page of one run shows; its log is a fragment that is fetched again while the run goes on.
struct RunPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  /// The same under a name that steps have none of.
  let runID: String
  let flow: String
  let flowID: String
  let label: String?
  let version: Int
  let began: String
  let cause: String
  let took: String?
  let kind: String
  let state: String
  let isFinished: Bool
  /// The run that a step of started this one, and the one that this one repeats.
  let parent: String?
  let original: String?
  let canCancel: Bool
  let canPause: Bool
  let canResume: Bool
  let canRerun: Bool
  let canRerunFailed: Bool
  let failure: Failure?
  let progress: Progress?
  let steps: [StepRow]
  let output: String?
  let events: String
  let fragment: String

  struct Failure: Sendable {
    let message: String
    let advice: String
  }

  struct Progress: Sendable {
    let text: String
    let percent: Int
  }

  /// - Parameter canRun: whether whoever looks may stop, pause and repeat it.
  init(frame: PageFrame, flow: Flow, window: RunWindow, guide: StepGuide, canRun: Bool, now: Date) {
    let run = window.run
    self.frame = frame
    csrf = frame.csrf
    id = run.id.description
    runID = id
    self.flow = flow.name
    flowID = flow.id.description
    label = run.label
    version = run.version
    began = Timestamp.format(run.createdAt)
    cause = RunRow.cause(run)
    took = run.state.endedAt.map { Quantity.duration($0.timeIntervalSince(run.startedAt ?? run.createdAt)) }
    let row = RunRow(run, flow: flow.name, canRun: canRun)
    kind = row.kind
    state = row.state
    isFinished = run.state.endedAt != nil
    parent = run.parent?.run.description
    original = run.rerunOf?.description
    canCancel = row.canCancel
    let isPaused = if case .paused = run.state { true } else { false }
    canPause = row.canCancel && !isPaused
    canResume = row.canCancel && isPaused
    canRerun = row.canRerun
    canRerunFailed = row.canRerun && window.items.values.contains { $0.failed > 0 }
    failure = Self.failure(run)
    progress = isFinished ? nil : Self.progress(window, guide, now: now)
    steps = StepTree(window, guide: guide, canRerun: row.canRerun).rows
    output =
      if case .succeeded(_, let output) = run.state, !output.isNull { output.serialized(pretty: true) } else { nil }
    events = "/rest/v1/runs/\(run.id)/events"
    fragment = "/app/activity/\(run.id)/log"
  }

  private static func failure(_ run: Run) -> Failure? {
    guard case .failed(_, let path, let failure) = run.state else { return nil }
    let place = path.isEmpty ? "" : "In step \(path). "
    return Failure(message: failure.message, advice: place + (failure.advice ?? ""))
  }

  /// The outermost step that counts, as the loop over all files.
  private static func progress(_ window: RunWindow, _ guide: StepGuide, now: Date) -> Progress? {
    let running = window.entries.lazy.filter { $0.endedAt == nil }
    let counted = running.compactMap { step in
      StepCount(step, items: window.items[step.path]).map { (step, $0) }
    }
    guard let (step, count) = counted.first else { return nil }
    let (done, total) = (count.done, count.total)
    let seconds = now.timeIntervalSince(step.startedAt)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? ", \(Quantity.duration(Double(total - done) / rate)) left" : ""
    return Progress(
      text:
        "\(guide.titles[step.stepID] ?? step.stepID): \(done) of \(total), \(String(format: "%.1f", rate)) a second\(left)",
      percent: Int(done * 100 / max(total, 1)))
  }
}
