import Core
import Flows
import Foundation
import HTTPAPI
import Identity

/// Which runs are to be seen, as it stands in the page's address.
struct ActivityFilter: Sendable {
  let flow: FlowID?
  let state: String?
  let trigger: String?
  /// Days, as `2026-11-22`; the first and the last that count.
  let from: String?
  let until: String?
  /// What the log of a run has to hold.
  let text: String?

  static let states = ["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"]
  static let triggers = ["manual", "schedule", "webhook", "poll", "library", "skyhook", "flow"]

  init(_ query: QueryParameters) throws {
    flow = try query.id("flow")
    state = query.string("state").flatMap { Self.states.contains($0) ? $0 : nil }
    trigger = query.string("trigger").flatMap { Self.triggers.contains($0) ? $0 : nil }
    from = query.string("from").flatMap { Self.day($0) == nil ? nil : $0 }
    until = query.string("until").flatMap { Self.day($0) == nil ? nil : $0 }
    text = query.string("q").flatMap { $0.count < 2 ? nil : $0 }
  }

  var isActive: Bool { flow != nil || state != nil || trigger != nil || from != nil || until != nil || text != nil }

  /// One page of the runs that are meant.
  func runs(_ runs: Runs, after: PageCursor?, limit: Int, as principal: Principal) async throws -> Page<Run> {
    try await runs.list(
      flow: flow, states: state.map { [$0] } ?? [], triggers: trigger.map { [$0] } ?? [], from: from.flatMap(Self.day),
      before: until.flatMap(Self.day)?.addingTimeInterval(86_400), after: after, limit: limit, as: principal)
  }

  /// The newest of those runs whose log holds the text, each with the place.
  func found(_ runs: Runs, as principal: Principal) async throws -> [FoundEntry] {
    guard let text else { return [] }
    return try await runs.search(text, flow: flow, limit: 100, as: principal).filter { matches($0.run) }
  }

  private func matches(_ run: Run) -> Bool {
    (state == nil || state == run.state.name) && (trigger == nil || trigger == run.triggerKind)
      && (from.flatMap(Self.day).map { run.createdAt >= $0 } ?? true)
      && (until.flatMap(Self.day).map { run.createdAt < $0.addingTimeInterval(86_400) } ?? true)
  }

  /// Where the runs are as a table; `nil` where the table knows no such choice.
  var table: String? {
    guard trigger == nil, from == nil, until == nil, text == nil else { return nil }
    return address(path: "/rest/v1/runs.csv")
  }

  /// The address of the same runs from a place on.
  func address(after token: String? = nil, path: String = "/app/activity") -> String {
    var parts = URLComponents()
    parts.path = path
    let values = [
      ("flow", flow?.description), ("state", state), ("trigger", trigger), ("from", from), ("until", until),
      ("q", text), ("after", token),
    ]
    let items = values.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
    parts.queryItems = items.isEmpty ? nil : items
    return parts.string ?? path
  }

  /// The beginning of a day in UTC.
  private static func day(_ text: String) -> Date? {
    guard text.wholeMatch(of: #/\d{4}-\d{2}-\d{2}/#) != nil else { return nil }
    return Timestamp.parse(text + "T00:00:00Z")
  }
}
