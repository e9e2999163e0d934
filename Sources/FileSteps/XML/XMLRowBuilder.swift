import Connectors
import Core

/// Makes JSON objects of XML elements as they open and close.
struct XMLRowBuilder: XMLListener {
  private struct Element {
    let name: String
    var members: JSONObject
    var text: [UInt8] = []
  }

  private let element: String?
  private var depth = 0
  /// The row under way and the elements open in it.
  private var open: [Element] = []
  private var size = 0
  /// The rows that are whole.
  var rows: [JSONValue] = []
  /// Why the file isn't read on.
  var refusal: String?
  private(set) var isTooLarge = false

  init(element: String?) {
    self.element = element
  }

  mutating func open(_ name: String, _ attributes: [(String, String)]) {
    depth += 1
    guard !open.isEmpty || name == element || (element == nil && depth == 2) else {
      // Not in a row: only the nesting counts.
      if depth > 1000 { refusal = "its elements are nested too deeply" }
      return
    }
    var members = JSONObject()
    for (name, value) in attributes {
      members["@" + name] = .string(value)
      grow(name.utf8.count + value.utf8.count)
    }
    open.append(Element(name: name, members: members))
    grow(name.utf8.count)
    if open.count > RowLimits.depth { refusal = "a row is nested more than \(RowLimits.depth) deep" }
  }

  mutating func text(_ bytes: UnsafeRawBufferPointer) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text.append(contentsOf: bytes)
    grow(bytes.count)
  }

  mutating func close() {
    depth -= 1
    guard let last = open.popLast() else { return }
    let value = Self.value(last)
    guard var parent = open.popLast() else {
      size = 0
      rows.append(value.objectValue == nil ? ["#text": value] : value)
      return
    }
    switch parent.members[last.name] {
    case nil: parent.members[last.name] = value
    case .array(let list)?: parent.members[last.name] = .array(list + [value])
    case let first?: parent.members[last.name] = [first, value]
    }
    open.append(parent)
  }

  private mutating func grow(_ count: Int) {
    size += count
    guard size > RowLimits.row else { return }
    isTooLarge = true
    refusal = "a row has more than \(RowLimits.row) bytes"
  }

  /// An element of nothing but text is a text.
  private static func value(_ element: Element) -> JSONValue {
    let text = String(decoding: element.text, as: UTF8.self)
    let isBlank = element.text.allSatisfy { $0 <= UInt8(ascii: " ") }
    if element.members.isEmpty { return .string(isBlank ? "" : text) }
    var members = element.members
    if !isBlank { members["#text"] = .string(text) }
    return .object(members)
  }
}
