/// Which paths are meant: `*` and `?` inside of a name, `**` over folders, `{a,b}` for a choice. Case doesn't matter.
///
/// A pattern without a slash is compared with the file's name, any other with its way from the listed folder.
package struct GlobPattern: Sendable {
  private let alternatives: [[Character]]
  private let isForName: Bool

  /// More alternatives than this are cut off: `{a,b}{a,b}…` doubles with each brace.
  private static let mostAlternatives = 256

  package init(_ text: String) {
    alternatives = Self.expanded(text.lowercased()).map(Array.init)
    isForName = !text.contains("/")
  }

  package func matches(_ steps: [String]) -> Bool {
    let text = Array((isForName ? steps.last ?? "" : steps.joined(separator: "/")).lowercased())
    return alternatives.contains { Self.matches($0[...], text[...]) }
  }

  /// Greedy with one point to return to for `*` and one for `**`: time grows with the product of the lengths at most.
  private static func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    var reachable: Set<Int> = [pattern.startIndex]
    close(&reachable, pattern)
    for character in text {
      var next: Set<Int> = []
      for index in reachable where index < pattern.endIndex {
        switch pattern[index] {
        case "*":
          let isDouble = isDoubleStar(pattern, index)
          if isDouble || character != "/" { next.insert(index) }
        case "?": if character != "/" { next.insert(index + 1) }
        default: if pattern[index] == character { next.insert(index + 1) }
        }
      }
      close(&next, pattern)
      reachable = next
      if reachable.isEmpty { return false }
    }
    return reachable.contains(pattern.endIndex)
  }

  /// A star may also stand for nothing, and `**/` for no folder at all.
  private static func close(_ reachable: inout Set<Int>, _ pattern: ArraySlice<Character>) {
    var waiting = Array(reachable)
    while let index = waiting.popLast() {
      guard index < pattern.endIndex, pattern[index] == "*" else { continue }
      var following = [index + 1]
      if isDoubleStar(pattern, index) {
        following = [index + 2]
        if index + 2 < pattern.endIndex, pattern[index + 2] == "/" { following.append(index + 3) }
      }
      for next in following where reachable.insert(next).inserted { waiting.append(next) }
    }
  }

  private static func isDoubleStar(_ pattern: ArraySlice<Character>, _ index: Int) -> Bool {
    index + 1 < pattern.endIndex && pattern[index + 1] == "*"
  }

  private static func expanded(_ text: String) -> [String] {
    guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else { return [text] }
    let choices = text[text.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false)
    let rests = expanded(String(text[close...].dropFirst()))
    let all = choices.flatMap { choice in rests.map { text[..<open] + choice + $0 } }
    return Array(all.prefix(mostAlternatives)).map(String.init)
  }
}
