import Core
import Foundation
import Persistence

/// Makes a condition on `library_asset a` of a filter expression, whose fields and values it checks.
struct FilterCompiler {
  /// Those of the library.
  let attributes: [Attribute]
  /// What had no effect, for people.
  private(set) var warnings: [String] = []

  init(attributes: [Attribute]) {
    self.attributes = attributes
  }

  mutating func condition(_ expression: FilterExpression) throws(SearchSyntaxError) -> Statement {
    switch expression {
    case .comparison(let comparison): return try condition(comparison)
    case .and(let parts): return try joined(parts, by: " and ")
    case .or(let parts): return try joined(parts, by: " or ")
    case .not(let part): return "(not coalesce(\(try condition(part)), false))"
    }
  }

  private mutating func joined(_ parts: [FilterExpression], by separator: Statement) throws(SearchSyntaxError)
    -> Statement
  {
    var conditions: [Statement] = []
    for part in parts { conditions.append(try condition(part)) }
    return "(\(conditions.joined(separator: separator)))"
  }

  private mutating func condition(_ comparison: FilterExpression.Comparison) throws(SearchSyntaxError) -> Statement {
    guard let field = FilterField(comparison.field, attributes: attributes) else {
      throw SearchSyntaxError(
        parameter: "filters", column: comparison.fieldColumn, found: "\"\(comparison.field)\"",
        expected: "a field or the name of an attribute")
    }
    let test = FilterTest(comparison)
    switch field {
    case .assetType: return try test.word("a.kind", Self.kinds)
    case .status: return try test.status("a.status")
    case .rating: return try test.number("0")
    case .author: return author(test)
    case .number(let column, let isDate): return isDate ? try test.date(column) : try test.number(column)
    case .text(let column): return test.text(column)
    case .keyword: return keyword(test)
    case .attribute(let attribute): return try value(of: attribute, test)
    case .unsupported(let name):
      warnings.append("\"\(name)\" isn't kept by this library, so nothing is found by it.")
      return "false"
    }
  }

  private func author(_ test: FilterTest) -> Statement {
    test.whetherAny { positive in
      """
      exists (select 1 from library_author p where p.person = a.created_by
        and (\(positive.text("p.user_name_key")) or p.person = \(test.value.lowercased())))
      """
    }
  }

  private func keyword(_ test: FilterTest) -> Statement {
    test.whetherAny { positive in
      """
      exists (select 1 from library_asset_keyword ak join library_keyword k on k.id = ak.keyword
        where ak.asset = a.id and \(positive.text("k.word_key")))
      """
    }
  }

  private func value(of attribute: Attribute, _ test: FilterTest) throws(SearchSyntaxError) -> Statement {
    let positive = test.positive
    let matches: Statement =
      switch attribute.type {
      case .number: try positive.number("v.number")
      case .dateTime: try positive.date("v.number")
      case .text, .multilineText, .boolean, .list, .status: positive.text("v.value_key")
      }
    let found: Statement = """
      exists (select 1 from library_asset_attribute v
        where v.asset = a.id and v.attribute = \(attribute.id) and \(matches))
      """
    return test.isNegative ? "(not \(found))" : found
  }

  private static let kinds = MediaKind.allCases.map(\.rawValue)
}
