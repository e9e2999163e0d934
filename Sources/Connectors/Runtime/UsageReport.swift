import Core
import HTTPTypes

/// What Meta says about how much of its budget is used, in percent: `X-App-Usage` and `X-Business-Use-Case-Usage`.
///
/// At 100 percent it refuses everything; the second header then says in how many minutes it takes requests again.
struct UsageReport: Sendable, Hashable {
  /// The most used of all budgets, in percent.
  let percent: Double
  /// In how long requests are taken again, where it says so.
  let regains: Duration?

  /// A budget of a rolling hour has room again a little later; it doesn't say when.
  private static let usualPause = Duration.seconds(300)

  /// - Returns: `nil` for answers that say nothing of it.
  init?(_ headers: HTTPFields) {
    let texts = ["X-App-Usage", "X-Business-Use-Case-Usage", "X-Ad-Account-Usage"].compactMap { name in
      HTTPField.Name(name).flatMap { headers[$0] }
    }
    let reports = texts.compactMap { try? JSONValue(parsing: Array($0.utf8)) }.flatMap(Self.budgets)
    guard !reports.isEmpty else { return nil }
    let words = ["call_count", "total_time", "total_cputime", "acc_id_util_pct"]
    percent = reports.flatMap { report in words.compactMap { report[$0]?.doubleValue } }.max() ?? 0
    let minutes = reports.compactMap { $0["estimated_time_to_regain_access"]?.doubleValue }.max() ?? 0
    regains = minutes > 0 && minutes.isFinite ? .seconds(Int64(min(minutes, 1440) * 60)) : nil
  }

  /// How long nothing is to be sent; `nil` while there is room.
  var pause: Duration? { regains ?? (percent >= 100 ? Self.usualPause : nil) }

  /// One budget, or several by the number of a Page or business.
  private static func budgets(_ report: JSONValue) -> [JSONValue] {
    guard let members = report.objectValue else { return [] }
    let lists = members.compactMap { $0.1.arrayValue }
    return lists.isEmpty ? [report] : lists.flatMap { $0 }
  }
}
