import Core
import Synchronization

/// What one attempt sent and got back, bounded: the first ones and the last ones are kept.
final class ExchangeLog: Sendable {
  /// How many are kept from each end.
  private static let kept = 20
  /// A longer one is cut off, in bytes of JSON.
  private static let longest = 32 << 10

  private struct State {
    var first: [JSONValue] = []
    var last: [JSONValue] = []
    var omitted = 0
  }

  private let masker: Masker
  private let state = Mutex(State())

  init(masker: Masker) {
    self.masker = masker
  }

  /// - Parameter exchange: `{"request": {"method", "url", …}, "response": {"status", …}, "milliseconds"}`.
  func add(_ exchange: JSONObject) {
    var shown = masker.forShowing(.object(exchange))
    if !shown.isSmaller(than: Self.longest) { shown = BoundedValue(shown, limit: Self.longest).json }
    state.withLock { state in
      if state.first.count < Self.kept {
        state.first.append(shown)
        return
      }
      state.last.append(shown)
      guard state.last.count > Self.kept else { return }
      state.last.removeFirst()
      state.omitted += 1
    }
  }

  /// In the order in which they happened; where some were left out, `{"omitted": n}` stands.
  var all: [JSONValue] {
    state.withLock { state in
      let gap: [JSONValue] = state.omitted > 0 ? [["omitted": JSONValue(state.omitted)]] : []
      return state.first + gap + state.last
    }
  }
}
