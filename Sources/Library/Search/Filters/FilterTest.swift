import Core
import Foundation
import Persistence

/// One comparison of a filter, as a condition on a column.
struct FilterTest {
  let value: String
  private let operation: FilterOperation
  private let column: Int

  init(_ comparison: FilterExpression.Comparison) {
    value = comparison.value
    operation = comparison.operation
    column = comparison.valueColumn
  }

  private init(value: String, operation: FilterOperation, column: Int) {
    self.value = value
    self.operation = operation
    self.column = column
  }

  /// Whether it asks that something isn't so.
  var isNegative: Bool { operation == .notEqual }

  /// The same with `EQ` for `NE`.
  var positive: FilterTest { FilterTest(value: value, operation: isNegative ? .equal : operation, column: column) }

  /// For things an asset has several of: `NE` means that none is equal.
  func whetherAny(_ condition: (FilterTest) -> Statement) -> Statement {
    isNegative ? "(not \(condition(positive)))" : condition(self)
  }

  /// - Parameter column: folded text.
  func text(_ column: Statement) -> Statement {
    let key = TextFolding.key(value)
    return switch operation {
    case .equal: "\(column) = \(key)"
    case .notEqual: "coalesce(\(column), '') <> \(key)"
    case .less: "\(column) < \(key)"
    case .greater: "\(column) > \(key)"
    case .lessOrEqual: "\(column) <= \(key)"
    case .greaterOrEqual: "\(column) >= \(key)"
    case .contains: LikePattern.contains(key).matches(column)
    case .startsWith: LikePattern.startsWith(key).matches(column)
    case .endsWith: LikePattern.endsWith(key).matches(column)
    }
  }

  func number(_ column: Statement) throws(SearchSyntaxError) -> Statement {
    guard let number = Double(value), number.isFinite else { throw wrong("a number") }
    return switch operation {
    case .equal: "\(column) = \(number)"
    case .notEqual: "coalesce(\(column) <> \(number), true)"
    case .less: "\(column) < \(number)"
    case .greater: "\(column) > \(number)"
    case .lessOrEqual: "\(column) <= \(number)"
    case .greaterOrEqual: "\(column) >= \(number)"
    case .contains, .startsWith, .endsWith: throw unfit
    }
  }

  /// A date alone means all of that day (UTC).
  func date(_ column: Statement) throws(SearchSyntaxError) -> Statement {
    guard let first = Self.date(value) else { throw wrong("a date such as 2024-01-31 or 2024-01-31T12:00:00Z") }
    let last = value.count == 10 ? first.addingTimeInterval(86_400 - 0.001) : first
    return switch operation {
    case .equal: "(\(column) between \(first) and \(last))"
    case .notEqual: "coalesce(\(column) not between \(first) and \(last), true)"
    case .less: "\(column) < \(first)"
    case .greater: "\(column) > \(last)"
    case .lessOrEqual: "\(column) <= \(last)"
    case .greaterOrEqual: "\(column) >= \(first)"
    case .contains, .startsWith, .endsWith: throw unfit
    }
  }

  /// - Parameter words: what the column may hold.
  func word(_ column: Statement, _ words: [String]) throws(SearchSyntaxError) -> Statement {
    let wanted = value.lowercased()
    guard let word = words.first(where: { $0.lowercased() == wanted }) else {
      throw wrong("one of \(words.joined(separator: ", "))")
    }
    switch operation {
    case .equal: return "\(column) = \(word)"
    case .notEqual: return "\(column) <> \(word)"
    default: throw unfit
    }
  }

  func status(_ column: Statement) throws(SearchSyntaxError) -> Statement {
    let wanted = value.lowercased()
    let status = AssetStatus.allCases.first { String($0.rawValue) == wanted || $0.name.lowercased() == wanted }
    guard let status else { throw wrong("0, 2, 5, 7 or 9") }
    switch operation {
    case .equal: return "\(column) = \(status.rawValue)"
    case .notEqual: return "\(column) <> \(status.rawValue)"
    default: throw unfit
    }
  }

  /// A plus sign of a time zone was taken for a blank; a date has no other blank behind its time.
  private static func date(_ text: String) -> Date? {
    if let date = Timestamp.parse(text) { return date }
    guard text.contains("T"), let blank = text.lastIndex(of: " ") else { return nil }
    return Timestamp.parse(text[..<blank] + "+" + text[text.index(after: blank)...])
  }

  private func wrong(_ expected: String) -> SearchSyntaxError {
    SearchSyntaxError(parameter: "filters", column: column, found: "\"\(value)\"", expected: expected)
  }

  private var unfit: SearchSyntaxError {
    SearchSyntaxError(
      parameter: "filters", column: column, found: "\(operation.rawValue) \"\(value)\"",
      expected: "a value for another comparison; \(operation.rawValue) doesn't fit this field")
  }
}
