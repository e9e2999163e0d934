import Core
import Flows
import Foundation
import Identity

/// Says what a run does while it does it.
struct RunFollower {
  let runs: Runs
  let console: Console

  /// - Returns: how the run ended.
  func follow(_ id: RunID, as principal: Principal) async throws -> RunState {
    let progress = ProgressLine("files")
    var last: Run?
    for try await update in try await runs.events(of: id, as: principal) {
      last = update.run
      for entry in update.entries {
        if let total = entry.total, entry.kind == "forEach" {
          progress.show(Int(entry.done ?? 0), of: Int(total))
        } else if entry.endedAt != nil {
          console.say("\(entry.state)  \(entry.path)\(entry.failure.map { ": \($0.message)" } ?? "")")
        }
        console.result(["path": .string(entry.path), "state": .string(entry.state)])
      }
    }
    let run = if let last { last } else { try await runs.run(id, as: principal) }
    report(run)
    return run.state
  }

  private func report(_ run: Run) {
    var result: JSONObject = ["run": JSONValue(run.id), "state": .string(run.state.name)]
    switch run.state {
    case .succeeded(_, let output):
      console.say("The run succeeded.")
      result["output"] = output
    case .failed(_, let path, let failure):
      console.say("The run failed at step \(path): \(failure.message)")
      if let advice = failure.advice { console.say("  \(advice)") }
      result["failure"] = failure.json
    default: console.say("The run is \(run.state.name).")
    }
    console.result(.object(result))
  }
}
