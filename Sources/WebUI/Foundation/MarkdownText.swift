/// The little Markdown that connectors' guides are written in, as HTML: headings, paragraphs, lists, tables, code, bold.
///
/// Everything else is text and is escaped; there are no links and no HTML.
enum MarkdownText {
  static func html(_ text: String) -> String {
    var blocks: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        blocks.append([])
      } else {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks.filter { !$0.isEmpty }.map(block).joined(separator: "\n")
  }

  private static func block(_ lines: [Substring]) -> String {
    guard let first = lines.first else { return "" }
    if first.hasPrefix("#") { return heading(first) + block(Array(lines.dropFirst())) }
    if first.hasPrefix("|") { return table(lines) }
    if first.hasPrefix("- ") { return list("ul", lines) { $0.hasPrefix("- ") ? 2 : nil } }
    if number(first) != nil { return list("ol", lines, number) }
    return "<p>" + inline(lines.joined(separator: " ")) + "</p>"
  }

  /// Guides stand inside a page and a section of it: their first level is the page's third.
  private static func heading(_ line: Substring) -> String {
    let text = line.drop { $0 == "#" || $0 == " " }
    return "<h3>" + inline(String(text)) + "</h3>"
  }

  /// How long the marker of a numbered item is.
  private static func number(_ line: Substring) -> Int? {
    let digits = line.prefix { $0.isNumber }
    return !digits.isEmpty && line.dropFirst(digits.count).hasPrefix(". ") ? digits.count + 2 : nil
  }

  private static func list(_ tag: String, _ lines: [Substring], _ marker: (Substring) -> Int?) -> String {
    var items: [String] = []
    for line in lines {
      if let length = marker(line) {
        items.append(String(line.dropFirst(length)))
      } else if !items.isEmpty {
        items[items.count - 1] += " " + line.drop { $0 == " " }
      }
    }
    return "<\(tag)>" + items.map { "<li>" + inline($0) + "</li>" }.joined() + "</\(tag)>"
  }

  /// Tables of two columns are facts; their heading says nothing that they don't.
  private static func table(_ lines: [Substring]) -> String {
    let rows = lines.dropFirst(2).map { line in
      line.split(separator: "|").map { cell in inline(cell.split(separator: " ").joined(separator: " ")) }
    }
    let facts = rows.map { cells in
      "<dt>\(cells.first ?? "")</dt><dd>\(cells.dropFirst().joined(separator: ", "))</dd>"
    }
    return "<dl class=\"facts\">" + facts.joined() + "</dl>"
  }

  private static func inline(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index % 2 == 1 ? "<code>\(escaped(part))</code>" : bold(part)
    }.joined()
  }

  private static func bold(_ text: Substring) -> String {
    let parts = escaped(text).split(separator: "*", omittingEmptySubsequences: false)
    var html = ""
    var isBold = false
    var index = 0
    while index < parts.count {
      html += parts[index]
      if index + 2 < parts.count, parts[index + 1].isEmpty {
        isBold.toggle()
        html += isBold ? "<strong>" : "</strong>"
        index += 2
      } else {
        if index + 1 < parts.count { html += "*" }
        index += 1
      }
    }
    return isBold ? html + "</strong>" : html
  }

  private static func escaped(_ text: Substring) -> String {
    text.reduce(into: "") { html, character in
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      default: html.append(character)
      }
    }
  }
}
