import Core

/// Reads JSON lines: one value a line; empty lines are passed over.
struct JSONLineReader: RowMachine {
  let file: String
  private var line = 1
  private var pending: [UInt8] = []

  init(file: String) {
    self.file = file
  }

  mutating func take(_ bytes: UnsafeRawBufferPointer) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending.append(contentsOf: rest[..<end])
      rest = rest[(end + 1)...]
      try finishLine(&rows)
    }
    pending.append(contentsOf: rest)
    guard pending.count <= RowLimits.row else {
      throw FileStepError.rowTooLarge(file: file, line: line, limit: RowLimits.row)
    }
    return rows
  }

  mutating func end() throws -> [JSONValue] {
    var rows: [JSONValue] = []
    try finishLine(&rows)
    return rows
  }

  private mutating func finishLine(_ rows: inout [JSONValue]) throws {
    defer {
      pending.removeAll(keepingCapacity: true)
      line += 1
    }
    if line == 1, pending.starts(with: [0xef, 0xbb, 0xbf]) { pending.removeFirst(3) }
    guard pending.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
    do {
      rows.append(try JSONValue(parsing: pending))
    } catch {
      throw FileStepError.malformed(format: "JSON", file: file, line: line, reason: "the line is no JSON value")
    }
  }
}
