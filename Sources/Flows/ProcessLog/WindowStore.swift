import Core
import Persistence

/// The SQL of ``RunWindow``.
struct WindowStore {
  let session: any Session
  let log: LogStore

  /// Rows outside of loops, rows inside of them, and rows that failed or are under way: so many of each at most.
  private static let limit = 1000

  func entries(of run: RunID) throws -> [StepEntry] {
    let outside = try log.entries(
      where: "run = \(run) and path not like '%[%' order by place, path limit \(Self.limit)", of: run)
    let inside = try log.entries(
      where: "run = \(run) and path like '%[%' order by place, path limit \(Self.limit)", of: run)
    let notable = try log.entries(
      where: """
        run = \(run) and path like '%[%' and state in ('failed', 'running', 'waiting')
        order by place, path limit \(Self.limit)
        """, of: run)
    var seen: Set<String> = []
    return (outside + inside + notable).filter { seen.insert($0.path).inserted }.sorted { $0.place < $1.place }
  }

  /// Some items of a loop with all that is in them.
  func entries(of run: RunID, loop: String, items: Range<Int>) throws -> [StepEntry] {
    try items.flatMap { item in
      let path = "\(loop)[\(item)]"
      // Written out, since PostgreSQL knows no `substr` with the wide numbers that arguments are.
      let length = Statement(trusted: String(path.unicodeScalars.count + 1))
      return try log.entries(
        where: """
          run = \(run) and (path = \(path) or substr(path, 1, \(length)) = \(path + "."))
          order by place, path limit \(Self.limit)
          """, of: run)
    }
  }

  func items(of run: RunID) throws -> [String: RunWindow.ItemCount] {
    let rows = try session.rows(
      """
      select rtrim(path, '0123456789]') as loop, state, count(*) as n from flow_step
      where run = \(run) and kind = 'item' group by 1, 2
      """)
    var counts: [String: RunWindow.ItemCount] = [:]
    for row in rows {
      let loop = String(try row.string("loop").dropLast())
      let number = try row.int("n")
      switch try row.string("state") {
      case "succeeded": counts[loop, default: .init()].succeeded += number
      case "failed": counts[loop, default: .init()].failed += number
      default: counts[loop, default: .init()].others += number
      }
    }
    return counts
  }
}
