import Connections
import Core

/// What the page of a connection's events shows.
struct ConnectionEventsPage: Sendable {
  let frame: PageFrame
  let id: String
  let heading: String
  let kinds: [ActivityPage.Choice]
  let isFiltered: Bool
  let events: [Row]
  let hasEvents: Bool
  let newer: String?
  let next: String?

  /// - Parameters:
  ///   - kind: the one kind that is shown; `nil` for all.
  ///   - next: where older events begin.
  init(
    frame: PageFrame, connection: Connection, kind: ConnectionEvent.Kind?, events: [ConnectionEvent],
    isFirstPage: Bool, next: PageCursor?
  ) {
    self.frame = frame
    id = connection.id.description
    heading = connection.name
    isFiltered = kind != nil
    kinds =
      [.init(id: "", name: "All events", isChosen: kind == nil)]
      + ConnectionEvent.Kind.allCases.map {
        .init(id: $0.rawValue, name: StateLabel($0).name, isChosen: $0 == kind)
      }
    self.events = events.map(Row.init)
    hasEvents = !events.isEmpty
    let address = "/app/connections/\(connection.id)/events" + (kind.map { "?kind=\($0.rawValue)" } ?? "")
    newer = isFirstPage ? nil : address
    self.next = next.map { "\(address)\(kind == nil ? "?" : "&")after=\($0.token)" }
  }

  /// An event in a list.
  struct Row: Sendable {
    let kind: String
    let name: String
    let reason: String?
    let at: String

    init(_ event: ConnectionEvent) {
      let label = StateLabel(event.kind)
      kind = label.kind
      name = label.name
      reason = event.reason.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      at = Timestamp.format(event.at)
    }
  }
}
