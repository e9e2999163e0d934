import Core

/// Writes rows as elements of an XML file.
struct XMLWriter: Sendable {
  private let root: String
  private let element: String

  /// - Throws: ``FileStepError`` when a name can't be that of an element.
  init(root: String, element: String) throws(FileStepError) {
    for (field, name) in [("root", root), ("element", element)] where !Self.isName(name) {
      throw .missing(field: field, reason: "\"\(name)\" can't be the name of an element")
    }
    self.root = root
    self.element = element
  }

  var start: [UInt8] { Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root)>\n".utf8) }
  var end: [UInt8] { Array("</\(root)>\n".utf8) }

  func lines(_ row: JSONValue) throws -> [UInt8] {
    var text = ""
    write(row, as: element, into: &text, indent: "  ")
    return Array(text.utf8)
  }

  private func write(_ value: JSONValue, as name: String, into text: inout String, indent: String) {
    switch value {
    case .array(let list):
      for each in list { write(each, as: name, into: &text, indent: indent) }
    case .object(let object):
      text += indent + "<" + name
      for (member, value) in object where member.hasPrefix("@") {
        text += " \(Self.name(String(member.dropFirst())))=\"\(Self.escaped(Self.text(value)))\""
      }
      let inner = object.filter { !$0.0.hasPrefix("@") }
      if inner.allSatisfy({ $0.0 == "#text" }) {
        text += ">" + inner.map { Self.escaped(Self.text($0.1)) }.joined() + "</\(name)>\n"
      } else {
        text += ">\n"
        for (member, value) in inner {
          if member == "#text" {
            text += Self.escaped(Self.text(value))
          } else {
            write(value, as: Self.name(member), into: &text, indent: indent + "  ")
          }
        }
        text += indent + "</\(name)>\n"
      }
    default: text += "\(indent)<\(name)>\(Self.escaped(Self.text(value)))</\(name)>\n"
    }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.serialized()
    }
  }

  /// Control characters can't stand in XML at all (XML 1.0, section 2.2).
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r": result += "&#13;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// What can't stand in a name becomes `_`.
  private static func name(_ text: String) -> String {
    let name = String(text.unicodeScalars.map { isInside($0) ? Character($0) : "_" })
    return isName(name) ? name : "_" + name
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, isInside(first) else { return false }
    let isStart = first.properties.isAlphabetic || first == "_" || first == ":"
    return isStart && text.unicodeScalars.allSatisfy(isInside)
  }

  private static func isInside(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || ["-", "_", ".", ":"].contains(scalar)
  }
}
