import Core
import Flows

/// The values of some lines of a file, from a byte on.
struct LinePage {
  let file: String
  /// How many values at most.
  let most: Int
  private(set) var values: [JSONValue] = []
  /// Where the first line begins that isn't among the values.
  private var offset: Int64
  /// The number of that line, from 0.
  private var line: Int
  private var rest: [UInt8] = []
  /// Whether the file ends with these.
  private(set) var hasEnded = false

  init(file: String, offset: Int64, line: Int, most: Int) {
    self.file = file
    self.offset = offset
    self.line = line
    self.most = most
  }

  var isEmpty: Bool { values.isEmpty }
  /// Up to where the file was read.
  var end: Int64 { offset + Int64(rest.count) }
  /// How many bytes of a line were read whose end isn't among them.
  var pending: Int64 { Int64(rest.count) }
  /// Where the next page begins; `nil` after the last.
  var next: JSONValue? { hasEnded ? nil : ["offset": .int(offset), "line": JSONValue(line)] }

  /// Takes the next bytes of the file.
  /// - Throws: ``StepFailure`` when a line is no JSON value.
  mutating func take(_ bytes: [UInt8], isLast: Bool) throws(StepFailure) {
    rest += bytes
    var start = 0
    while values.count < most, let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      try add(rest[start..<end], length: end - start + 1)
      start = end + 1
    }
    if isLast, values.count < most, start < rest.count, !rest[start...].contains(UInt8(ascii: "\n")) {
      try add(rest[start...], length: rest.count - start)
      start = rest.count
    }
    rest.removeFirst(start)
    hasEnded = isLast && rest.isEmpty
  }

  func tooLong(_ limit: Int64) -> StepFailure {
    StepFailure(
      code: "line_too_long", message: "Line \(line + 1) of \"\(file)\" is longer than \(limit >> 20) MB.",
      advice: "Write one JSON value in each line.", field: "forEach")
  }

  private mutating func add(_ text: ArraySlice<UInt8>, length: Int) throws(StepFailure) {
    var text = text
    if offset == 0, text.starts(with: [0xef, 0xbb, 0xbf]) { text = text.dropFirst(3) }
    if text.contains(where: { $0 > UInt8(ascii: " ") }) {
      do {
        values.append(try JSONValue(parsing: Array(text)))
      } catch {
        throw StepFailure(
          code: "line_malformed", message: "Line \(line + 1) of \"\(file)\" is no JSON value.",
          advice: "Correct the file, then run the flow again.", field: "forEach")
      }
    }
    line += 1
    offset += Int64(length)
  }
}
