package import Foundation

/// A mail of plain text.
package struct MailMessage: Sendable, Hashable {
  package let from: String
  package let to: [String]
  package let subject: String
  package let text: String
  package let date: Date
  /// Unique, without angle brackets.
  package let id: String

  package init(from: String, to: [String], subject: String, text: String, date: Date, id: String) {
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.date = date
    self.id = id
  }

  /// The mail as it is handed in (RFC 5322), in lines without line ends; the text in Base64, so that any character and
  /// any length of line arrives.
  var lines: [String] {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
    let body = Array(Data(text.utf8).base64EncodedString())
    let pieces = stride(from: 0, to: body.count, by: 76).map { String(body[$0..<min($0 + 76, body.count)]) }
    return [
      "Date: \(formatter.string(from: date))", "From: \(Self.bare(from))",
      "To: \(to.map(Self.bare).joined(separator: ", "))",
      "Subject: \(Self.encoded(subject))", "Message-ID: <\(Self.bare(id))>", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated",
      "",
    ] + pieces
  }

  /// The address in `Name <address>`, or the whole text.
  static func address(_ text: String) -> String {
    guard let start = text.lastIndex(of: "<"), let end = text.lastIndex(of: ">"), start < end else { return bare(text) }
    return bare(String(text[text.index(after: start)..<end]))
  }

  /// Without anything that could end the line.
  private static func bare(_ text: String) -> String { String(text.filter { !$0.isNewline && $0 != "\0" }) }

  /// As an encoded word (RFC 2047) unless it is plain; cut so that each word is short enough.
  private static func encoded(_ text: String) -> String {
    let text = String(bare(text).prefix(200))
    if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }), text.count < 70 { return text }
    var words: [String] = []
    var word = ""
    for character in text {
      if word.utf8.count + String(character).utf8.count > 42 {
        words.append(word)
        word = ""
      }
      word.append(character)
    }
    words.append(word)
    return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }
}
