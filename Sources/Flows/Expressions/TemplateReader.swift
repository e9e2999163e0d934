import Core

/// Finds the expressions in the values of a flow and numbers them.
struct TemplateReader {
  /// Text and expressions of one string in turn.
  private enum Piece {
    case literal(String)
    case expression(String, [JQToken])
  }

  /// All expressions found so far; the number of each is its position.
  private(set) var expressions: [Expression] = []
  private(set) var problems: [FlowProblem] = []

  /// Reads a value; what is wrong with its expressions is added to ``problems``.
  mutating func read(_ value: JSONValue, step: String?, field: String) -> ValueTemplate {
    switch value {
    case .string(let text): return read(text, step: step, field: field)
    case .array(let elements):
      let read = elements.enumerated().map { self.read($1, step: step, field: "\(field)[\($0)]") }
      return read.allSatisfy { $0.plainValue != nil } ? .plain(value) : .array(read)
    case .object(let object):
      let read = object.map { (name, member) in
        ValueTemplate.Member(name: name, value: self.read(member, step: step, field: "\(field).\(name)"))
      }
      return read.allSatisfy { $0.value.plainValue != nil } ? .plain(value) : .object(read)
    default: return .plain(value)
    }
  }

  private mutating func read(_ text: String, step: String?, field: String) -> ValueTemplate {
    do throws(JQSyntaxError) {
      let pieces = try Self.split(text)
      if pieces.count == 1, case .expression(let source, let tokens) = pieces[0] {
        return .expression(add(source, tokens, step, field))
      }
      var parts: [ValueTemplate.TextPart] = []
      for piece in pieces {
        switch piece {
        case .literal(let text): parts.append(.literal(text))
        case .expression(let source, let tokens): parts.append(.expression(add(source, tokens, step, field)))
        }
      }
      return parts.contains { if case .expression = $0 { true } else { false } } ? .text(parts) : .plain(.string(text))
    } catch {
      problems.append(
        FlowProblem(
          step: step, field: field,
          message: "The expression is wrong at character \(error.offset + 1): \(error.message).",
          advice: "Correct it; expressions are jq, between {{ and }}."))
      return .plain(.string(text))
    }
  }

  private mutating func add(_ source: String, _ tokens: [JQToken], _ step: String?, _ field: String) -> Expression {
    let expression = Expression(index: expressions.count, source: source, tokens: tokens, step: step, field: field)
    expressions.append(expression)
    for case .name(let root)? in expression.rootsRead where !ExpressionContext.names.contains(root) {
      problems.append(
        FlowProblem(
          step: step, field: field, message: "There is no \".\(root)\" in the context of an expression.",
          advice: "Known: \(ExpressionContext.names.map { ".\($0)" }.joined(separator: ", "))."))
    }
    return expression
  }

  /// - Throws: with the offset of the error in `text`.
  private static func split(_ text: String) throws(JQSyntaxError) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var literalStart = 0
    var position = 0
    while position + 1 < bytes.count {
      guard bytes[position] == UInt8(ascii: "{"), bytes[position + 1] == UInt8(ascii: "{") else {
        position += 1
        continue
      }
      var lexer = JQLexer(bytes, from: position + 2)
      try lexer.runToDoubleBrace()
      if let refused = ExpressionRules.violation(in: lexer.tokens) { throw refused }
      guard !lexer.tokens.isEmpty else { throw JQSyntaxError(message: "there is nothing in it", offset: position) }
      if literalStart < position {
        pieces.append(.literal(String(decoding: bytes[literalStart..<position], as: UTF8.self)))
      }
      let source = String(decoding: bytes[(position + 2)..<lexer.position], as: UTF8.self)
      pieces.append(.expression(source, lexer.tokens))
      position = lexer.position + 2
      literalStart = position
    }
    if literalStart < bytes.count {
      pieces.append(.literal(String(decoding: bytes[literalStart...], as: UTF8.self)))
    }
    return pieces
  }
}
