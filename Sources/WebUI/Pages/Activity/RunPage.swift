import Core
import Flows
import Foundation

/// What the page of one run shows; its log is a fragment that is fetched again while the run goes on.
struct RunPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let flow: String
  let flowID: String
  let version: Int
  let began: String
  let cause: String
  let took: String?
  let kind: String
  let state: String
  let isFinished: Bool
  let canCancel: Bool
  let failure: Failure?
  let progress: Progress?
  let steps: [StepRow]
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

  init(frame: PageFrame, flow: Flow, log: RunLog, guide: StepGuide, canCancel: Bool, now: Date) {
    let run = log.run
    self.frame = frame
    csrf = frame.csrf
    id = run.id.description
    self.flow = flow.name
    flowID = flow.id.description
    version = run.version
    began = Timestamp.format(run.createdAt)
    cause = RunRow.cause(run)
    took = run.state.endedAt.map { Quantity.duration($0.timeIntervalSince(run.startedAt ?? run.createdAt)) }
    let label = StateLabel(run.state)
    kind = label.kind
    state = label.name
    isFinished = run.state.endedAt != nil
    self.canCancel = canCancel && !isFinished
    failure = Self.failure(run)
    progress = isFinished ? nil : Self.progress(log, guide, now: now)
    steps = StepTree(log.entries, guide: guide).rows
    events = "/rest/v1/runs/\(run.id)/events"
    fragment = "/app/activity/\(run.id)/log"
  }

  private static func failure(_ run: Run) -> Failure? {
    guard case .failed(_, let path, let failure) = run.state else { return nil }
    return Failure(message: failure.message, advice: "In step \(path). \(failure.advice ?? "")")
  }

  /// The outermost step that counts, as the loop over all files.
  private static func progress(_ log: RunLog, _ guide: StepGuide, now: Date) -> Progress? {
    let running = log.entries.lazy.filter { $0.endedAt == nil }
    let counted = running.compactMap { step in
      StepCount(step, children: log.entries.filter { $0.parentPath == step.path }).map { (step, $0) }
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
