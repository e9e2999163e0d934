import Foundation

/// Words of a header that may hold any character.
enum MailWords {
  /// As encoded words (RFC 2047) unless it is plain; cut so that each word is short enough.
  static func encoded(_ text: String) -> String {
    let text = String(text.prefix(200))
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
