package import Core
import Foundation
import Synchronization

/// The secret values that this process sealed or opened lately, so that they can be kept out of what is stored and shown.
///
/// In memory alone, and bounded: what wasn't used for long is forgotten first. Values of fewer than
/// ``SecretMatcher/window`` bytes aren't kept, since masking them would mask ordinary words.
package final class KnownSecrets: Sendable {
  private static let capacity = 4096

  private struct State {
    /// When each was used last, counted in uses.
    var uses: [String: Int] = [:]
    var clock = 0
    var matcher = SecretMatcher([])
    var isStale = false
  }

  private let state = Mutex(State())

  package init() {}

  /// The same sealer, whose values are known from then on.
  package func hearing(_ sealer: Sealer) -> Sealer {
    Sealer(
      seal: { [self] plaintext, context in
        note(Secret(String(decoding: plaintext, as: UTF8.self)))
        return try sealer.seal(plaintext, context)
      },
      open: { [self] sealed, context in
        let plaintext = try sealer.open(sealed, context)
        note(Secret(String(decoding: plaintext, as: UTF8.self)))
        return plaintext
      })
  }

  /// Remembers a value, also as it looks in a URL and inside of JSON.
  package func note(_ secret: Secret) {
    let value = secret.revealed
    guard value.utf8.count >= SecretMatcher.window else { return }
    state.withLock { state in
      state.clock += 1
      if state.uses.updateValue(state.clock, forKey: value) == nil { state.isStale = true }
      guard state.uses.count > Self.capacity else { return }
      let oldest = state.uses.sorted { $0.value < $1.value }.prefix(Self.capacity / 4)
      for (value, _) in oldest { state.uses[value] = nil }
      state.isStale = true
    }
  }

  /// The text with every known value in it replaced by `•••`.
  package func masked(_ text: String) -> String {
    guard text.utf8.count >= SecretMatcher.window else { return text }
    return matcher().masked(text)
  }

  private func matcher() -> SecretMatcher {
    state.withLock { state in
      if state.isStale {
        state.matcher = SecretMatcher(state.uses.keys.flatMap(Self.forms))
        state.isStale = false
      }
      return state.matcher
    }
  }

  private static func forms(of value: String) -> Set<String> {
    let inJSON = String(JSONValue.string(value).serialized().dropFirst().dropLast())
    let unreserved = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
    let inURL = value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? value
    return [value, inJSON, inURL]
  }
}
