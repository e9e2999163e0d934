import Core

/// The unguessable part of an application's address for news, and the word by which some services make sure of it, as both
/// rest in the vault.
struct HookKeys: Sendable {
  static let secretName = "hook"

  let token: String
  let word: String

  init(_ effects: Effects) {
    token = effects.token()
    word = effects.token(bytes: 18)
  }

  /// - Returns: `nil` for what isn't the two words.
  init?(_ opened: Secret) {
    let words = opened.revealed.split(separator: " ").map(String.init)
    guard words.count == 2 else { return nil }
    (token, word) = (words[0], words[1])
  }

  var secret: Secret { Secret("\(token) \(word)") }
}
