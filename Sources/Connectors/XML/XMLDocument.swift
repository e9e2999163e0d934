package import Core

/// An XML document as JSON: an object whose one member is the outermost element.
///
/// `<d:list n="1"><d:a>x</d:a><d:a>y</d:a></d:list>` is `{"list": {"@n": "1", "a": ["x", "y"]}}`. Names are without
/// their namespace's prefix. Documents that declare entities, or are nested more than 100 deep, aren't taken.
package enum XMLDocument {
  /// - Throws: ``XMLFault`` when it isn't well formed or isn't taken.
  package static func json(_ bytes: [UInt8], form: XMLForm = XMLForm()) throws(XMLFault) -> JSONValue {
    let scanner = XMLScanner(Builder(lists: form.lists))
    var fault: XMLFault?
    bytes.withUnsafeBytes { bytes in
      do throws(XMLFault) { try scanner.take(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
    try scanner.end()
    return (scanner.listener as? Builder)?.document ?? .null
  }

  private struct Builder: XMLListener {
    private struct Element {
      let name: String
      var members = JSONObject()
      /// The members that are lists, gathered beside so that a long one isn't copied with every element.
      var lists: [String: [JSONValue]] = [:]
      var text: [UInt8] = []
    }

    let lists: Set<String>
    private var open: [Element] = []
    var refusal: String?
    private(set) var document: JSONValue = .null

    init(lists: Set<String>) {
      self.lists = lists
    }

    mutating func open(_ name: String, _ attributes: [(String, String)]) {
      if open.count == 100 { refusal = "its elements are nested more than 100 deep" }
      var element = Element(name: Self.plain(name))
      for (name, value) in attributes where name != "xmlns" && !name.hasPrefix("xmlns:") {
        element.members["@" + Self.plain(name)] = .string(value)
      }
      open.append(element)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
      guard !open.isEmpty else { return }
      open[open.count - 1].text.append(contentsOf: bytes)
    }

    mutating func close() {
      guard let last = open.popLast() else { return }
      let value = value(last)
      guard !open.isEmpty else {
        document = .object([last.name: value])
        return
      }
      let parent = open.count - 1
      if open[parent].lists[last.name] != nil {
        open[parent].lists[last.name]?.append(value)
      } else if lists.contains(last.name) {
        open[parent].lists[last.name] = [value]
        open[parent].members[last.name] = []
      } else if let first = open[parent].members[last.name] {
        open[parent].lists[last.name] = [first, value]
      } else {
        open[parent].members[last.name] = value
      }
    }

    private func value(_ element: Element) -> JSONValue {
      var members = element.members
      for (name, list) in element.lists { members[name] = .array(list) }
      let isBlank = element.text.allSatisfy { $0 <= UInt8(ascii: " ") }
      let text = JSONValue.string(isBlank ? "" : String(decoding: element.text, as: UTF8.self))
      if members.isEmpty { return text }
      if !isBlank { members["#text"] = text }
      return .object(members)
    }

    private static func plain(_ name: String) -> String {
      name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }
  }
}
