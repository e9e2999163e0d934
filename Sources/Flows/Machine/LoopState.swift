import Core

/// How far a loop is: what it goes over, what is in hand, what came out.
///
/// The machine asks for nothing but what is declared here, so that items and results may live elsewhere than in memory.
struct LoopState: Sendable {
  /// The items that aren't begun, the first one at place ``next``.
  private var waiting: ArraySlice<JSONValue>
  /// By place, so that the output has the order of the items.
  private var results: [JSONValue]
  private(set) var next = 0
  private(set) var inHand = 0
  private(set) var done = 0
  /// How many of those that are done have failed.
  private(set) var failed = 0
  /// Whether all items are known.
  private(set) var isComplete: Bool
  /// The number of the page that is asked for next.
  private(set) var page = 0
  /// Where that page begins; `nil` for the first.
  private(set) var cursor: JSONValue?
  private(set) var isPageInHand = false
  /// Set when nothing new is to be begun in it.
  var isWinding = false

  /// Goes over what is known already.
  init(items: [JSONValue]) {
    waiting = items[...]
    results = Array(repeating: .null, count: items.count)
    isComplete = true
  }

  /// Goes over pages that are still to come.
  static var ofPages: LoopState {
    var state = LoopState(items: [])
    state.isComplete = false
    return state
  }

  /// The next item, when there is one and fewer than `limit` are in hand.
  mutating func takeNext(limit: Int) -> (index: Int, item: JSONValue)? {
    guard !isWinding, inHand < limit, let item = waiting.popFirst() else { return nil }
    defer { next += 1 }
    return (next, item)
  }

  /// Whether the next page is to be asked for: the items in store won't keep `limit` rounds busy.
  func wantsPage(limit: Int) -> Bool {
    !isComplete && !isPageInHand && !isWinding && waiting.count < limit
  }

  mutating func beginPage() { isPageInHand = true }

  /// Takes in a page; `cursor` is where the next one begins, `nil` after the last.
  mutating func add(page items: [JSONValue], cursor: JSONValue?) {
    isPageInHand = false
    page += 1
    self.cursor = cursor
    isComplete = cursor == nil
    waiting = waiting + items
    results += Array(repeating: .null, count: items.count)
  }

  mutating func givePageUp() { isPageInHand = false }

  mutating func begin() { inHand += 1 }

  mutating func giveUp() { inHand -= 1 }

  /// Notes what came out at a place.
  /// - Parameter isInHand: false for one that the journal knew as done.
  mutating func finish(_ index: Int, _ output: JSONValue, isInHand: Bool, isFailure: Bool = false) {
    if results.indices.contains(index) { results[index] = output }
    if isInHand { inHand -= 1 }
    done += 1
    if isFailure { failed += 1 }
  }

  /// Whether nothing of it is under way.
  var isAtRest: Bool { inHand == 0 && !isPageInHand }

  /// The output, once every item is done.
  var completeResults: [JSONValue]? { isComplete && done == results.count ? results : nil }
}
