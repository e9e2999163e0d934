import Core

/// What a password has to be (after NIST SP 800-63B: long enough, no rules about kinds of characters).
enum PasswordRule {
  static let shortest = 12
  /// In bytes; what is longer only costs time.
  static let longest = 1024

  /// - Throws: ``PeopleError/weakPassword(_:)``
  static func check(_ password: Secret, userName: String) throws(PeopleError) {
    let text = password.revealed
    if text.count < shortest { throw .weakPassword("it has fewer than \(shortest) characters") }
    if text.utf8.count > longest { throw .weakPassword("it has more than \(longest) bytes") }
    if text.lowercased().contains(userName.lowercased()), text.count < userName.count + shortest / 2 {
      throw .weakPassword("it is hardly more than the user name")
    }
    if Set(text).count < 4 { throw .weakPassword("it repeats very few characters") }
  }

  /// A random password of about 119 bits that can be read aloud and typed: no look-alike characters.
  static func random(_ effects: Effects) -> Secret {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let letters = effects.randomBytes(24).map { alphabet[Int($0) % alphabet.count] }
    let groups = stride(from: 0, to: letters.count, by: 6).map { String(letters[$0..<min($0 + 6, letters.count)]) }
    return Secret(groups.joined(separator: "-"))
  }
}
