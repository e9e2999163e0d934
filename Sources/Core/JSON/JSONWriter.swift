/// Writes JSON, compact or for people, with members in their own order or sorted.
struct JSONWriter {
  let isPretty: Bool
  let sortsMembers: Bool
  private(set) var bytes: [UInt8] = []

  init(isPretty: Bool, sortsMembers: Bool) {
    self.isPretty = isPretty
    self.sortsMembers = sortsMembers
  }

  mutating func write(_ value: JSONValue, depth: Int = 0) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .int(let value): append(String(value))
    case .double(let value): write(value)
    case .string(let value): write(value)
    case .array(let elements): write(elements, depth: depth)
    case .object(let object): write(object, depth: depth)
    }
  }

  private mutating func write(_ number: Double) {
    // JSON has no infinity and no NaN (RFC 8259, section 6).
    guard number.isFinite else { return append("null") }
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return append(String(whole)) }
    append(number.description)
  }

  private mutating func write(_ elements: [JSONValue], depth: Int) {
    if elements.isEmpty { return append("[]") }
    append("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      breakLine(depth + 1)
      write(element, depth: depth + 1)
    }
    breakLine(depth)
    append("]")
  }

  private mutating func write(_ object: JSONObject, depth: Int) {
    if object.isEmpty { return append("{}") }
    append("{")
    let members = sortsMembers ? object.sorted { $0.0 < $1.0 } : Array(object)
    for (index, member) in members.enumerated() {
      if index > 0 { append(",") }
      breakLine(depth + 1)
      write(member.0)
      append(isPretty ? ": " : ":")
      write(member.1, depth: depth + 1)
    }
    breakLine(depth)
    append("}")
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20: append("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func breakLine(_ depth: Int) {
    guard isPretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}

extension JSONValue {
  /// The value as UTF-8.
  /// - Parameters:
  ///   - pretty: with line breaks and two blanks a level, for people.
  ///   - sorted: members by name, so that equal values give equal bytes.
  package func encoded(pretty: Bool = false, sorted: Bool = false) -> [UInt8] {
    var writer = JSONWriter(isPretty: pretty, sortsMembers: sorted)
    writer.write(self)
    return writer.bytes
  }

  /// The value as text; the parameters are those of ``encoded(pretty:sorted:)``.
  package func serialized(pretty: Bool = false, sorted: Bool = false) -> String {
    String(decoding: encoded(pretty: pretty, sorted: sorted), as: UTF8.self)
  }
}
