/// Splits a jq program into words, so that strings and comments are never mistaken for code.
///
/// It knows enough of jq 1.6 to find the end of an expression, to see that brackets are balanced and to see which
/// functions are named; whether the program is sound is for libjq to say.
struct JQLexer {
  private let bytes: [UInt8]
  private(set) var position: Int
  private(set) var tokens: [JQToken] = []
  private var brackets: [UInt8] = []

  init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// The words of a whole program.
  static func tokens(of program: String) throws(JQSyntaxError) -> [JQToken] {
    var lexer = JQLexer(Array(program.utf8))
    try lexer.run(untilDoubleBrace: false)
    return lexer.tokens
  }

  /// Reads on until `}}` outside of every bracket, and stops in front of it.
  mutating func runToDoubleBrace() throws(JQSyntaxError) {
    try run(untilDoubleBrace: true)
  }

  private mutating func run(untilDoubleBrace: Bool) throws(JQSyntaxError) {
    let start = position
    while true {
      skipBlanksAndComments()
      guard let byte = peek() else { break }
      if untilDoubleBrace, brackets.isEmpty, byte == UInt8(ascii: "}"), peek(1) == byte { return }
      try readToken(byte)
    }
    if untilDoubleBrace { throw JQSyntaxError(message: "\"{{\" has no \"}}\"", offset: start) }
    if let open = brackets.last {
      throw JQSyntaxError(message: "\"\(Character(UnicodeScalar(open)))\" is never closed", offset: bytes.count)
    }
  }

  private mutating func readToken(_ byte: UInt8) throws(JQSyntaxError) {
    let start = position
    switch byte {
    case UInt8(ascii: "\""): try readString()
    case UInt8(ascii: "."):
      position += 1
      if isNameStart(peek()) {
        append(.field, readName(), start)
      } else if isDigit(peek()) {
        readNumber(from: start)
      } else {
        if peek() == byte { position += 1 }
        append(.symbol, text(from: start), start)
      }
    case UInt8(ascii: "$"):
      position += 1
      guard isNameStart(peek()) else { throw JQSyntaxError(message: "a name is expected after \"$\"", offset: start) }
      append(.variable, readName(), start)
    case UInt8(ascii: "@"):
      position += 1
      append(.format, readName(), start)
    case _ where isDigit(byte): readNumber(from: start)
    case _ where isNameStart(byte): append(.identifier, readName(), start)
    default: try readSymbol(byte)
    }
  }

  private mutating func readSymbol(_ byte: UInt8) throws(JQSyntaxError) {
    let start = position
    guard "()[]{}|,;:+-*/%=<>!?".utf8.contains(byte) else {
      throw JQSyntaxError(message: "this character means nothing in jq", offset: start)
    }
    position += 1
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): brackets.append(byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): try close(byte, at: start)
    case UInt8(ascii: "?"):
      if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") { position += 2 }
    case UInt8(ascii: "/"):
      if peek() == byte { position += 1 }
      takeEqualSign()
    case UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "%"),
      UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"):
      takeEqualSign()
    default: break
    }
    append(.symbol, text(from: start), start)
  }

  private mutating func close(_ byte: UInt8, at start: Int) throws(JQSyntaxError) {
    let opening: UInt8 =
      switch byte {
      case UInt8(ascii: ")"): UInt8(ascii: "(")
      case UInt8(ascii: "]"): UInt8(ascii: "[")
      default: UInt8(ascii: "{")
      }
    guard brackets.popLast() == opening else {
      throw JQSyntaxError(message: "\"\(Character(UnicodeScalar(byte)))\" closes nothing", offset: start)
    }
  }

  private mutating func readString() throws(JQSyntaxError) {
    let start = position
    let index = tokens.count
    position += 1
    var content: [UInt8] = []
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        let text = String(decoding: content, as: UTF8.self)
        tokens.insert(JQToken(kind: .string, text: text, offset: start), at: index)
        return
      case UInt8(ascii: "\\"):
        if peek() == UInt8(ascii: "(") {
          try readInterpolation()
        } else if let escaped = peek() {
          content.append(contentsOf: [byte, escaped])
          position += 1
        }
      default: content.append(byte)
      }
    }
    throw JQSyntaxError(message: "a string has no end", offset: start)
  }

  private mutating func readInterpolation() throws(JQSyntaxError) {
    let depth = brackets.count
    guard depth < 100 else { throw JQSyntaxError(message: "it is nested too deeply", offset: position) }
    try readSymbol(UInt8(ascii: "("))
    while brackets.count > depth {
      skipBlanksAndComments()
      guard let byte = peek() else { throw JQSyntaxError(message: "a string has no end", offset: position) }
      try readToken(byte)
    }
  }

  private mutating func skipBlanksAndComments() {
    while let byte = peek() {
      if byte == UInt8(ascii: "#") {
        while let next = peek(), next != 0x0A { _ = next; position += 1 }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func readName() -> String {
    let start = position
    while isNameStart(peek()) || isDigit(peek()) || isModuleMark() {
      position += isModuleMark() ? 2 : 1
    }
    return text(from: start)
  }

  private mutating func readNumber(from start: Int) {
    while isDigit(peek()) || peek() == UInt8(ascii: ".") { position += 1 }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      while isDigit(peek()) { position += 1 }
    }
    append(.number, text(from: start), start)
  }

  private func isModuleMark() -> Bool {
    peek() == UInt8(ascii: ":") && peek(1) == UInt8(ascii: ":") && isNameStart(peek(2))
  }

  private mutating func takeEqualSign() {
    if peek() == UInt8(ascii: "=") { position += 1 }
  }

  private mutating func append(_ kind: JQToken.Kind, _ text: String, _ offset: Int) {
    tokens.append(JQToken(kind: kind, text: text, offset: offset))
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func isNameStart(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte == UInt8(ascii: "_") || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }
}
