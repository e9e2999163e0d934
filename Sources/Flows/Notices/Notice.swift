package import Core
package import Foundation

/// What is told of one flow at one time, whoever it is told.
package struct Notice: Sendable, Hashable {
  /// What it says.
  package enum News: String, Sendable, Hashable {
    case failed, recovered
  }

  package let news: News
  package let flow: FlowID
  package let flowName: String
  /// The failed runs that this tells of.
  package let count: Int
  /// The failed runs since the flow last ran well.
  package let total: Int
  package let since: Date
  package let run: RunID
  package let path: String
  package let failure: StepFailure
  /// Where the run can be looked at.
  package let link: String

  /// One line.
  package var subject: String {
    switch news {
    case .failed: count == 1 ? "\(flowName): a run failed" : "\(flowName): \(count) runs failed"
    case .recovered: "\(flowName): runs succeed again"
    }
  }

  /// For people who read text.
  package var text: String {
    switch news {
    case .failed:
      """
      \(subject).

      The last one failed at step "\(path)": \(failure.message)\(failure.advice.map { "\n\($0)" } ?? "")

      \(total == count ? "" : "\(total) runs failed since \(time(since)).\n\n")Look at it: \(link)
      """
    case .recovered:
      """
      \(subject).

      \(total == 1 ? "One run" : "\(total) runs") had failed since \(time(since)).

      Look at the flow: \(link)
      """
    }
  }

  /// For programs.
  package var json: JSONValue {
    var body: JSONObject = [
      "event": .string("flow.\(news.rawValue)"), "flow": ["id": JSONValue(flow), "name": .string(flowName)],
      "count": JSONValue(count), "total": JSONValue(total), "since": JSONValue(since), "link": .string(link),
    ]
    if news == .failed {
      body["run"] = JSONValue(run)
      body["step"] = .string(path)
      body["failure"] = failure.json
    }
    return .object(body)
  }

  /// For an incoming webhook of Slack, with what that takes for marks made harmless.
  package var slack: JSONValue {
    let safe = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    return ["text": .string(safe)]
  }

  private func time(_ date: Date) -> String { JSONValue(date).stringValue ?? "" }
}
