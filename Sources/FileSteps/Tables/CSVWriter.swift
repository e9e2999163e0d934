import Core

/// Writes rows as comma separated values.
struct CSVWriter {
  private let format: CSVFormat
  /// The columns; those of the first row unless they are given.
  private(set) var columns: [String]
  private var isFirst = true

  init(format: CSVFormat) {
    self.format = format
    columns = format.columns ?? []
  }

  /// The lines of a row, after the names of the columns when it is the first one.
  mutating func line(_ row: JSONValue) -> [UInt8] {
    var lines: [UInt8] = []
    if isFirst { lines += begin(row) }
    lines += join(columns.map { Self.text(row[$0] ?? .null) })
    return lines
  }

  /// What a file without any row has.
  mutating func end() -> [UInt8] {
    isFirst ? begin(.null) : []
  }

  private mutating func begin(_ row: JSONValue) -> [UInt8] {
    isFirst = false
    if columns.isEmpty { columns = row.objectValue?.keys ?? [] }
    return format.hasHeader && !columns.isEmpty ? join(columns) : []
  }

  private func join(_ fields: [String]) -> [UInt8] {
    var line: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { line.append(format.separator) }
      line += quoted(format.encoding.bytes(field))
    }
    return line + [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  private func quoted(_ bytes: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = bytes.contains { byte in
      byte == quote || byte == format.separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
    let isPadded = bytes.first == UInt8(ascii: " ") || bytes.last == UInt8(ascii: " ")
    // A row of one empty field would be an empty line, which readers pass over.
    guard needsQuotes || isPadded || (bytes.isEmpty && columns.count == 1) else { return bytes }
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.serialized()
    }
  }
}
