package import Foundation

/// A mail: text, the same as HTML where it is to look well, and files.
package struct MailMessage: Sendable, Hashable {
  package let from: String
  package let to: [String]
  package let subject: String
  package let text: String
  /// What most programs show in the place of ``text``.
  package var html: String?
  package var attachments: [MailAttachment] = []
  package let date: Date
  /// Unique, without angle brackets.
  package let id: String

  package init(
    from: String, to: [String], subject: String, text: String, html: String? = nil, attachments: [MailAttachment] = [],
    date: Date, id: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.attachments = attachments
    self.date = date
    self.id = id
  }

  /// The mail as it is handed in (RFC 5322), piece by piece. Texts and files are in base64, so that any character and any
  /// length of line arrives, and no line begins with a dot.
  var pieces: [MailPiece] {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
    let head = [
      "Date: \(formatter.string(from: date))", "From: \(Self.bare(from))",
      "To: \(to.map(Self.bare).joined(separator: ", "))",
      "Subject: \(MailWords.encoded(Self.bare(subject)))", "Message-ID: <\(Self.bare(id))>", "MIME-Version: 1.0",
      "Auto-Submitted: auto-generated",
    ]
    return [.lines(head)] + (attachments.isEmpty ? words : withFiles)
  }

  /// The text, and the same as HTML where there is some (RFC 2046, section 5.1.4: the best comes last).
  private var words: [MailPiece] {
    let plain: [MailPiece] = [
      .lines(["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", ""]),
      .base64(Array(text.utf8)[...]),
    ]
    guard let html else { return plain }
    let rich: [MailPiece] = [
      .lines(["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", ""]),
      .base64(Array(html.utf8)[...]),
    ]
    return Self.parts([plain, rich], "alternative")
  }

  private var withFiles: [MailPiece] { Self.parts([words] + attachments.map(\.pieces), "mixed") }

  /// Several parts as one. The boundary has a character that base64 doesn't, so it stands in none of them.
  private static func parts(_ parts: [[MailPiece]], _ kind: String) -> [MailPiece] {
    let boundary = "=_weir-\(kind)"
    var pieces: [MailPiece] = [.lines(["Content-Type: multipart/\(kind); boundary=\"\(boundary)\"", ""])]
    for part in parts { pieces += [.lines(["--\(boundary)"])] + part }
    return pieces + [.lines(["--\(boundary)--"])]
  }

  /// The address in `Name <address>`, or the whole text.
  static func address(_ text: String) -> String {
    guard let start = text.lastIndex(of: "<"), let end = text.lastIndex(of: ">"), start < end else { return bare(text) }
    return bare(String(text[text.index(after: start)..<end]))
  }

  /// Without anything that could end the line.
  static func bare(_ text: String) -> String { String(text.filter { !$0.isNewline && $0 != "\0" }) }
}
