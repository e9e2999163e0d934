import Persistence

/// How far the library's events have been read, for the whole cluster.
struct EventPosition {
  private static let source = "library"

  let session: any Session

  /// `nil` before the first reading.
  var position: Int64? {
    get throws {
      try session.row("select position from flow_event_position where source = \(Self.source)")?.int64("position")
    }
  }

  /// What happened before anybody read starts nothing.
  func begin(at position: Int64) throws {
    try session.run(
      """
      insert into flow_event_position (source, position) values (\(Self.source), \(position))
      on conflict (source) do nothing
      """)
  }

  /// - Returns: false when somebody else has read on meanwhile.
  func move(from old: Int64, to new: Int64) throws -> Bool {
    try session.run(
      "update flow_event_position set position = \(new) where source = \(Self.source) and position = \(old)") > 0
  }
}
