/// All expressions of a flow version as one jq program: compiling takes 20 ms however small the program, evaluating a
/// few microseconds.
///
/// Its input is `[number, context]`, its output the result of the expression of that number.
struct ExpressionProgram: Sendable, Hashable {
  /// The same for the same expressions.
  let key: String
  let source: String

  /// - Parameter expressions: those that need jq; the others are left out.
  init(_ expressions: [Expression]) {
    let needed = expressions.filter { $0.path == nil }
    let functions = needed.map { "def __e\($0.index): (\n\($0.source)\n);" }.joined(separator: "\n")
    // Halving the numbers instead of asking one after the other: a flow may have hundreds.
    let numbers = needed.map(\.index)
    source = "\(functions)\n.[0] as $__i | .[1] | \(Self.choice(numbers[...]))"
    key = Self.fingerprint(of: source)
  }

  private static func choice(_ numbers: ArraySlice<Int>) -> String {
    guard let first = numbers.first else { return "null" }
    guard numbers.count > 1 else { return "__e\(first)" }
    let middle = numbers.index(numbers.startIndex, offsetBy: numbers.count / 2)
    return "if $__i < \(numbers[middle]) then \(choice(numbers[..<middle])) else \(choice(numbers[middle...])) end"
  }

  /// 128 bits of FNV-1a over both directions: equal sources must be told from others, not from an attacker's, since a
  /// flow's author could write the other source as well.
  private static func fingerprint(of text: String) -> String {
    func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
      bytes.reduce(into: 0xcbf2_9ce4_8422_2325) { $0 = ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
    return String(hash(text.utf8), radix: 16) + String(hash(Array(text.utf8).reversed()), radix: 16)
  }
}
