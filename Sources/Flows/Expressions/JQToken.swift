/// One word of a jq program.
struct JQToken: Hashable {
  enum Kind: Hashable {
    /// `.name` (the text is `name`).
    case field
    /// `name`, `module::name`, and keywords.
    case identifier
    /// `$name` (the text is `name`).
    case variable
    /// `@base64`.
    case format
    case number
    /// A string; the programs inside of `\( )` follow it as tokens between `(` and `)`.
    case string
    /// An operator or a bracket, the bare `.` and `..` included.
    case symbol
  }

  let kind: Kind
  let text: String
  /// In bytes from the start of the program.
  let offset: Int

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

/// Why a text can't be a jq program, and where.
struct JQSyntaxError: Error, Hashable {
  let message: String
  /// In bytes from the start of the program.
  let offset: Int
}
