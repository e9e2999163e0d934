/// Why a cron line can't be taken.
package enum CronError: Error, Hashable {
  case fieldCount(Int)
  /// The field's name and what is wrong with it.
  case field(String, String)
  /// There is no such day, as 30 February.
  case neverFires

  package var message: String {
    switch self {
    case .fieldCount(let count): "A cron line has five fields; this one has \(count)."
    case .field(let name, let problem): "The \(name) of the cron line is wrong: \(problem)."
    case .neverFires: "The cron line never fires: no date in the next eight years fits."
    }
  }

  package var advice: String {
    switch self {
    case .fieldCount: "Write minute, hour, day of month, month and day of week, like \"0 6 * * 1-5\"."
    case .field: "Use numbers, names (MON, JAN), ranges (1-5), lists (1,3) and steps (*/15)."
    case .neverFires: "Choose a day that the month has."
    }
  }
}
