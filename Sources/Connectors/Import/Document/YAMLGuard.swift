/// Looks at YAML before it is parsed, for what would make the parser itself fall over.
///
/// The parser goes down one call a level and has no limit of its own; so brackets and block levels are counted first. It
/// counts a little too much (brackets in text count too), never too little.
enum YAMLGuard {
  /// - Returns: where it is nested deeper than `limit`, or `nil`.
  static func tooDeep(_ bytes: [UInt8], limit: Int) -> (line: Int, column: Int)? {
    var scan = Scan(limit: limit)
    for byte in bytes {
      if scan.take(byte) { return (scan.line, scan.column) }
    }
    return nil
  }

  private struct Scan {
    let limit: Int
    var line = 1
    var column = 0
    private var brackets = 0
    /// Levels that begin on this line: signs of a list or a complex key, one behind the other.
    private var markers = 0
    private var isAtStart = true
    private var previous: UInt8 = 0
    private var indents: [Int] = []

    init(limit: Int) {
      self.limit = limit
    }

    /// - Returns: whether it is too deep here.
    mutating func take(_ byte: UInt8) -> Bool {
      column += 1
      switch byte {
      case UInt8(ascii: "\n"):
        (line, column, isAtStart, markers) = (line + 1, 0, true, 0)
      case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
      default: break
      }
      if isAtStart { start(byte) }
      previous = byte
      return brackets > limit || indents.count + markers > limit
    }

    private mutating func start(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"):
        if previous == UInt8(ascii: "-") || previous == UInt8(ascii: "?"), byte != UInt8(ascii: "\n") { markers += 1 }
      case UInt8(ascii: "-"), UInt8(ascii: "?"): if column > 1, previous != UInt8(ascii: " ") { settle() }
      default: settle()
      }
    }

    /// The line's content begins: its column says how deep it may be.
    private mutating func settle() {
      isAtStart = false
      while let last = indents.last, last >= column { indents.removeLast() }
      indents.append(column)
    }
  }
}
