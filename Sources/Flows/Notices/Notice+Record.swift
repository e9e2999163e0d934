import Core
import Foundation

extension Notice {
  /// As it is kept for a target that missed it.
  var record: JSONValue {
    [
      "news": .string(news.rawValue), "flow": JSONValue(flow), "name": .string(flowName), "count": JSONValue(count),
      "total": JSONValue(total), "since": JSONValue(since.milliseconds), "run": JSONValue(run), "path": .string(path),
      "failure": failure.json, "link": .string(link),
    ]
  }

  /// - Returns: `nil` when `record` isn't one.
  init?(record: JSONValue) {
    guard let news = record["news"]?.stringValue.flatMap(News.init),
      let flow = record["flow"]?.stringValue.flatMap({ FlowID($0) }),
      let run = record["run"]?.stringValue.flatMap({ RunID($0) }), let failure = record["failure"]
    else { return nil }
    self.init(
      news: news, flow: flow, flowName: record["name"]?.stringValue ?? "", count: Int(record["count"]?.intValue ?? 1),
      total: Int(record["total"]?.intValue ?? 1), since: Date(milliseconds: record["since"]?.intValue ?? 0), run: run,
      path: record["path"]?.stringValue ?? "", failure: StepFailure(json: failure),
      link: record["link"]?.stringValue ?? "")
  }

  /// This one with what an earlier one told that wasn't heard.
  func adding(_ missed: Notice?) -> Notice {
    guard let missed, missed.news == .failed, news == .failed else { return self }
    return Notice(
      news: news, flow: flow, flowName: flowName, count: count + missed.count, total: max(total, count + missed.count),
      since: min(since, missed.since), run: run, path: path, failure: failure, link: link)
  }
}
