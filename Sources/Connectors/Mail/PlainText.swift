import Foundation

/// The words of an HTML text, for programs that show plain text.
enum PlainText {
  private static let breaking: Set<String> = [
    "br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol",
  ]
  private static let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "#39": "'"]

  static func of(_ html: String) -> String {
    var text = ""
    var rest = Substring(html)
    while let next = rest.first {
      if next == "<" {
        // Without another tag the rest is text, looked through once.
        guard let end = rest.firstIndex(of: ">") else {
          text += rest
          break
        }
        let tag = rest[rest.index(after: rest.startIndex)..<end]
        let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
        rest = rest[rest.index(after: end)...]
        if ["script", "style", "head"].contains(name), !tag.hasPrefix("/") {
          let close = rest.range(of: "</" + name, options: .caseInsensitive)
          rest = close.map { rest[$0.lowerBound...] } ?? ""
        } else if breaking.contains(name) {
          text += "\n"
        }
      } else if next == "&", let end = rest.prefix(10).firstIndex(of: ";") {
        let name = String(rest[rest.index(after: rest.startIndex)..<end])
        text += names[name] ?? "&\(name);"
        rest = rest[rest.index(after: end)...]
      } else {
        text.append(next.isNewline ? " " : next)
        rest = rest.dropFirst()
      }
    }
    return tidy(text)
  }

  /// One blank between words, at most one empty line between paragraphs.
  private static func tidy(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    var kept: [String] = []
    for line in lines where !(line.isEmpty && kept.last?.isEmpty ?? true) { kept.append(line) }
    while kept.last?.isEmpty == true { kept.removeLast() }
    return kept.joined(separator: "\n")
  }
}
