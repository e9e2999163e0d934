/// What an expression may not name: whatever reads from outside of its context or acts on the process it runs in.
enum ExpressionRules {
  private static let refusedFunctions: Set<String> = [
    "env", "input", "inputs", "import", "include", "halt", "halt_error", "debug", "stderr", "input_filename",
    "input_line_number", "get_search_list", "modulemeta", "module",
  ]

  /// The first thing in a program that isn't allowed.
  static func violation(in tokens: [JQToken]) -> JQSyntaxError? {
    for (position, token) in tokens.enumerated() {
      switch token.kind {
      case .identifier where refusedFunctions.contains(token.text) && !isKey(position, in: tokens):
        return JQSyntaxError(message: "\"\(token.text)\" is not allowed in an expression", offset: token.offset)
      case .identifier where token.text.contains("::"):
        return JQSyntaxError(message: "modules are not allowed in an expression", offset: token.offset)
      case .variable where token.text == "ENV" || token.text.hasPrefix("__"):
        return JQSyntaxError(message: "\"$\(token.text)\" is not allowed in an expression", offset: token.offset)
      default: continue
      }
    }
    return nil
  }

  /// Whether the word is the name of a member, as in `{input: 1}`, and so calls nothing.
  private static func isKey(_ position: Int, in tokens: [JQToken]) -> Bool {
    guard position > 0, position + 1 < tokens.count else { return false }
    let before = tokens[position - 1]
    let after = tokens[position + 1]
    return (before.isSymbol("{") || before.isSymbol(",")) && after.isSymbol(":")
  }
}
