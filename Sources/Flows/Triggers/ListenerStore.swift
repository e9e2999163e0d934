import Foundation
import Persistence

/// The SQL of what flows react to.
struct ListenerStore {
  let session: any Session

  /// Makes them what the flow's document says. Those that are there already keep the time since when they listen.
  func replace(_ listeners: [Listener], of flow: FlowID, at now: Date) throws {
    let known = try session.rows("select kind, source, detail from flow_listener where flow = \(flow)").map { row in
      Listener(kind: try row.choice("kind"), source: try row.string("source"), detail: try row.string("detail"))
    }
    for listener in Set(known).subtracting(listeners) {
      try session.run(
        """
        delete from flow_listener
        where flow = \(flow) and kind = \(listener.kind.rawValue) and source = \(listener.source)
          and detail = \(listener.detail)
        """)
    }
    for listener in Set(listeners).subtracting(known) {
      try session.run(
        """
        insert into flow_listener (flow, kind, source, detail, since)
        values (\(flow), \(listener.kind.rawValue), \(listener.source), \(listener.detail), \(now))
        """)
    }
  }

  /// Whether any flow reacts to the library at all.
  func hearsLibrary() throws -> Bool {
    try session.exists("select 1 as n from flow_listener where kind = 'library' limit 1")
  }

  /// The flows that react to this type of library event, and since when.
  func library(_ event: String) throws -> [(flow: FlowID, since: Date)] {
    try session.rows(
      "select flow, since from flow_listener where kind = 'library' and source = \(event) order by flow"
    ).map { (try $0.id("flow"), try $0.date("since")) }
  }
}
