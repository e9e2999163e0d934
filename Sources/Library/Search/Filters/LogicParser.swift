/// What AND, OR and NOT make of expressions.
protocol LogicExpression {
  static func and(_ parts: [Self]) -> Self
  static func or(_ parts: [Self]) -> Self
  static func not(_ part: Self) -> Self
}

/// The part that the grammars of `filters` and `containerFilter` have in common, by recursive descent:
///
/// ```
/// or    = and { "OR" and }
/// and   = unary { "AND" unary }
/// unary = { "NOT" } ( "(" or ")" | term )
/// ```
protocol LogicParser {
  associatedtype Expression: LogicExpression

  var tokens: FilterTokens { get set }

  /// Reads what stands between the connectives.
  mutating func term() throws(SearchSyntaxError) -> Expression
}

/// Deeper brackets are refused: each level costs stack.
private let maximumDepth = 50

extension LogicParser {
  /// Reads the whole text.
  /// - Returns: `nil` when it is blank.
  mutating func all() throws(SearchSyntaxError) -> Expression? {
    if tokens.current.kind == .end { return nil }
    let expression = try or(depth: 0)
    guard tokens.current.kind == .end else { throw tokens.error("AND, OR or the end") }
    return expression
  }

  private mutating func or(depth: Int) throws(SearchSyntaxError) -> Expression {
    var parts = [try and(depth: depth)]
    while tokens.take("OR") { parts.append(try and(depth: depth)) }
    return parts.count > 1 ? .or(parts) : parts[0]
  }

  private mutating func and(depth: Int) throws(SearchSyntaxError) -> Expression {
    var parts = [try unary(depth: depth)]
    while tokens.take("AND") { parts.append(try unary(depth: depth)) }
    return parts.count > 1 ? .and(parts) : parts[0]
  }

  private mutating func unary(depth: Int) throws(SearchSyntaxError) -> Expression {
    var isNegated = false
    while tokens.take("NOT") { isNegated.toggle() }
    let part = tokens.current.kind == .open ? try group(depth: depth) : try term()
    return isNegated ? .not(part) : part
  }

  private mutating func group(depth: Int) throws(SearchSyntaxError) -> Expression {
    guard depth < maximumDepth else { throw tokens.error("at most \(maximumDepth) brackets in one another") }
    tokens.advance()
    let inner = try or(depth: depth + 1)
    try tokens.expect(.close, "AND, OR or \")\"")
    return inner
  }
}
