/// A date and time on a calendar and a clock, without a zone (proleptic Gregorian).
struct LocalTime: Hashable, Comparable {
  /// As if the clock showed UTC.
  let secondsSince1970: Int64

  init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  init(day: Int64, hour: Int, minute: Int) {
    secondsSince1970 = day * 86_400 + Int64(hour * 3600 + minute * 60)
  }

  /// Whole days since 1970-01-01.
  var day: Int64 { Int64((Double(secondsSince1970) / 86_400).rounded(.down)) }

  /// 0 is Sunday.
  static func weekday(ofDay day: Int64) -> Int {
    Int(((day + 4) % 7 + 7) % 7)
  }

  /// Year, month and day of the month (Howard Hinnant's days algorithm, "chrono-Compatible Low-Level Date Algorithms").
  static func civil(ofDay day: Int64) -> (year: Int64, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, Int(month), Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
  }

  static func < (left: LocalTime, right: LocalTime) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }
}
