import Core

/// Reads comma separated values: each row an object of texts by the names of the columns.
///
/// Lines may end with CR LF, LF or CR; a field in quotes may hold separators, line ends and doubled quotes. A row with
/// fewer fields than there are columns has empty ones; a row with more is an error, since nobody knows what they mean.
struct CSVReader: RowMachine {
  private enum Place {
    case start, plain, quoted, afterQuote
  }

  private let file: String
  private let format: CSVFormat
  private var columns: [String]?
  private var place = Place.start
  private var field: [UInt8] = []
  private var fields: [String] = []
  private var line = 1
  private var rowBytes = 0
  private var sawReturn = false
  private var isFirst = true
  private var skipsHeader: Bool

  init(file: String, format: CSVFormat) {
    self.file = file
    self.format = format
    columns = format.columns.map(Self.distinct)
    skipsHeader = format.hasHeader
  }

  mutating func take(_ bytes: UnsafeRawBufferPointer) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    for byte in bytes { try take(byte, &rows) }
    return rows
  }

  mutating func end() throws -> [JSONValue] {
    guard place != .quoted else { throw malformed("a quote is opened and never closed") }
    var rows: [JSONValue] = []
    if place != .start || !fields.isEmpty { try endRow(&rows) }
    return rows
  }

  private mutating func take(_ byte: UInt8, _ rows: inout [JSONValue]) throws {
    let follows = sawReturn
    sawReturn = false
    if place == .quoted {
      if byte == UInt8(ascii: "\"") { place = .afterQuote } else { try append(byte) }
      if byte == UInt8(ascii: "\n") { line += 1 }
      return
    }
    switch byte {
    case UInt8(ascii: "\n") where follows: return
    case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
      sawReturn = byte == UInt8(ascii: "\r")
      if place != .start || !fields.isEmpty { try endRow(&rows) }
      line += 1
    case format.separator: try endField()
    case UInt8(ascii: "\"") where place == .start: place = .quoted
    case UInt8(ascii: "\"") where place == .afterQuote:
      try append(byte)
      place = .quoted
    case _ where place == .afterQuote: throw malformed("something follows the quote that closes a field")
    default:
      place = .plain
      try append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) throws {
    field.append(byte)
    rowBytes += 1
    if isFirst, field.count == 3, field == [0xef, 0xbb, 0xbf] {
      // A byte order mark; a quote may follow it.
      field = []
      place = .start
    }
    guard rowBytes <= RowLimits.row else {
      throw FileStepError.rowTooLarge(file: file, line: line, limit: RowLimits.row)
    }
  }

  private mutating func endField() throws {
    guard let text = format.encoding.text(field) else { throw malformed("a field isn't \(format.encoding.rawValue)") }
    fields.append(text)
    field.removeAll(keepingCapacity: true)
    place = .start
    isFirst = false
  }

  private mutating func endRow(_ rows: inout [JSONValue]) throws {
    try endField()
    let texts = fields
    fields.removeAll(keepingCapacity: true)
    rowBytes = 0
    if skipsHeader {
      skipsHeader = false
      columns = columns ?? Self.distinct(texts)
      return
    }
    let names = columns ?? texts.indices.map { "column\($0 + 1)" }
    columns = names
    guard texts.count <= names.count || texts[names.count...].allSatisfy(\.isEmpty) else {
      throw malformed("the row has \(texts.count) fields and there are \(names.count) columns")
    }
    var row = JSONObject()
    for (index, name) in names.enumerated() { row[name] = .string(index < texts.count ? texts[index] : "") }
    rows.append(.object(row))
  }

  private func malformed(_ reason: String) -> FileStepError {
    .malformed(format: "CSV", file: file, line: line, reason: reason)
  }

  /// Columns without a name get one, doubled names a number.
  private static func distinct(_ names: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return names.enumerated().map { index, name in
      let name = name.isEmpty ? "column\(index + 1)" : name
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return count == 1 ? name : "\(name) (\(count))"
    }
  }
}
