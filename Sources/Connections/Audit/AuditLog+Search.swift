import Core
import Foundation
import Identity
import Persistence

extension AuditLog {
  /// The newest first.
  /// - Parameters:
  ///   - teams: whose entries may be seen; `nil` for all.
  ///   - before: only those with a lower number.
  static func find(
    _ filter: AuditFilter, teams: [TeamID]?, before: Int?, limit: Int, in session: any Session
  ) throws -> [AuditLine] {
    var conditions: [Statement] = []
    if let teams { conditions.append("team in \(list: teams)") }
    if let before { conditions.append("id < \(before)") }
    if let connection = filter.connection { conditions.append("subject = \("connection/\(connection)")") }
    if let action = filter.action {
      conditions.append(action.hasSuffix(".") ? "action like \("\(action)%")" : "action = \(action)")
    }
    if let person = filter.person { conditions.append("(actor = \(person) or \(used("person", person.description)))") }
    if let flow = filter.flow { conditions.append(used("flow", flow)) }
    if let source = filter.source { conditions.append(used("source", source)) }
    if let from = filter.from { conditions.append("at >= \(from)") }
    if let to = filter.to { conditions.append("at < \(to)") }
    let rule: Statement = conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
    return try session.rows(
      """
      select id, at, actor, action, subject, subject_name, details, team from connection_audit\(rule)
      order by id desc limit \(limit)
      """
    ).map { AuditLine(number: try $0.int("id"), entry: try entry($0)) }
  }

  private static func used(_ kind: String, _ name: String) -> Statement {
    "(action = 'connection.used' and subject_name = \(name) and details like \("%\"by\":\"\(kind)\"%"))"
  }
}
