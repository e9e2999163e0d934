/// One of the five fields of a cron line: the numbers it allows.
struct CronField: Hashable {
  /// Which field it is, with its range and its names.
  enum Kind: String {
    case minute
    case hour
    case dayOfMonth = "day of month"
    case month
    case dayOfWeek = "day of week"

    var range: ClosedRange<Int> {
      switch self {
      case .minute: 0...59
      case .hour: 0...23
      case .dayOfMonth: 1...31
      case .month: 1...12
      case .dayOfWeek: 0...7
      }
    }

    var names: [String] {
      switch self {
      case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
      default: []
      }
    }
  }

  let values: Set<Int>
  /// Whether it begins with `*`, and so restricts nothing by itself.
  let isWildcard: Bool

  /// - Throws: ``CronError/field(_:_:)`` with what is wrong.
  init(_ text: Substring, _ kind: Kind) throws(CronError) {
    var values: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      values.formUnion(try Self.part(part, kind))
    }
    // Sunday may be written as 7.
    if kind == .dayOfWeek, values.remove(7) != nil { values.insert(0) }
    self.values = values
    isWildcard = text.hasPrefix("*")
  }

  private static func part(_ text: Substring, _ kind: Kind) throws(CronError) -> Set<Int> {
    let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let body = pieces.first, !body.isEmpty, pieces.count <= 2 else {
      throw .field(kind.rawValue, "\"\(text)\" can't be read")
    }
    var step = 1
    if pieces.count == 2 {
      guard let number = Int(pieces[1]), number > 0, number <= kind.range.upperBound else {
        throw .field(kind.rawValue, "\"\(pieces[1])\" is no step")
      }
      step = number
    }
    let range = try range(body, kind, isOpen: pieces.count == 2)
    return Set(stride(from: range.lowerBound, through: range.upperBound, by: step))
  }

  private static func range(_ text: Substring, _ kind: Kind, isOpen: Bool) throws(CronError) -> ClosedRange<Int> {
    if text == "*" { return kind == .dayOfWeek ? 0...6 : kind.range }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2, let firstText = ends.first else { throw .field(kind.rawValue, "\"\(text)\" can't be read") }
    let first = try number(firstText, kind)
    guard ends.count == 2 else { return isOpen ? first...kind.range.upperBound : first...first }
    let last = try number(ends[1], kind)
    guard first <= last else { throw .field(kind.rawValue, "\"\(text)\" goes backwards") }
    return first...last
  }

  private static func number(_ text: Substring, _ kind: Kind) throws(CronError) -> Int {
    if let place = kind.names.firstIndex(of: text.lowercased()) { return place + (kind == .month ? 1 : 0) }
    guard !text.isEmpty, text.allSatisfy(\.isASCII), let number = Int(text), kind.range.contains(number) else {
      throw .field(kind.rawValue, "\"\(text)\" is not from \(kind.range.lowerBound) to \(kind.range.upperBound)")
    }
    return number
  }
}
