import Core

/// How far a loop is: what it goes over, what is in hand and, while that is little, what came out.
///
/// It holds nothing of an item that is done but its result, and of results no more than ``mostResults``: what a longer loop
/// puts out is read from the journal at its end. So a loop takes as much memory as the items in hand, whatever their number.
struct LoopState: Sendable {
  /// Of more items than this the results aren't kept here.
  static let mostResults = 10_000
  /// Nor of results that are longer together, in bytes of JSON.
  static let mostBytes = 256 << 10
  /// How many rounds of an earlier machine are taken up at a time.
  static let mostRecalled = 100

  /// The items that aren't begun, the first one at place ``next``.
  private var waiting: ArraySlice<JSONValue>
  /// By place, so that the output has the order of the items; `nil` when the journal alone knows them all.
  private var results: [JSONValue]?
  private var room: Int
  /// The places that were begun and not ended before this machine was made, in order.
  private var again: ArraySlice<Int> = []
  /// How many of these, from the first on, have their rows at hand.
  private var recalled = 0
  private(set) var next = 0
  /// How many items are known.
  private(set) var count: Int
  private(set) var inHand = 0
  private(set) var done = 0
  /// How many of those that ended here have failed.
  private(set) var failed = 0
  /// Whether all items are known.
  private(set) var isComplete = true
  /// The number of the page that is asked for next.
  private(set) var page = 0
  /// Where that page begins; `nil` for the first.
  private(set) var cursor: JSONValue?
  private(set) var isPageInHand = false
  /// Whether the journal is asked something.
  private(set) var isAsking = false
  /// Whether the output is being collected.
  private(set) var isCollecting = false
  /// Set when nothing new is to be begun in it.
  var isWinding = false

  /// Goes over what is known already.
  /// - Parameter room: how many bytes of results are kept here.
  init(items: [JSONValue], room: Int = LoopState.mostBytes) {
    waiting = items[...]
    count = items.count
    self.room = room
    results = items.count > Self.mostResults ? nil : Array(repeating: .null, count: items.count)
  }

  /// Goes over pages that are still to come.
  static var ofPages: LoopState {
    var state = LoopState(items: [])
    state.isComplete = false
    return state
  }

  // MARK: What an earlier machine did

  mutating func ask() { isAsking = true }

  /// Takes in how far an earlier machine came.
  /// - Parameters:
  ///   - begun: how many rounds were begun, from the first on.
  ///   - open: the places of those that aren't ended, in order.
  mutating func resume(begun: Int, open: [Int]) {
    isAsking = false
    guard begun > 0 else { return }
    next = begun
    again = open[...]
    done = begun - open.count
    results = nil
    if isComplete { waiting = waiting.dropFirst(begun) }
  }

  /// Begins with a later page than the first.
  /// - Parameter place: that of its first item.
  mutating func skip(toPage number: Int, at place: Int) { (page, count) = (number, place) }

  /// Places whose rows are wanted now.
  var wanted: [Int] { isAsking || recalled > 0 ? [] : Array(again.prefix(Self.mostRecalled)) }

  mutating func recall(_ rounds: Int) {
    isAsking = false
    recalled = min(rounds, again.count)
  }

  /// The next place that was begun before; what winds down is taken up all the same, so that it comes to its end.
  mutating func takeAgain(limit: Int) -> Int? {
    guard recalled > 0, isWinding || inHand < limit else { return nil }
    recalled -= 1
    return again.popFirst()
  }

  // MARK: Items and pages

  /// The next item, when there is one and fewer than `limit` are in hand.
  mutating func takeNext(limit: Int) -> (index: Int, item: JSONValue)? {
    guard !isWinding, !isAsking, again.isEmpty, inHand < limit, let item = waiting.popFirst() else { return nil }
    defer { next += 1 }
    return (next, item)
  }

  /// Whether the next page is to be asked for: the items in store won't keep `limit` rounds busy.
  func wantsPage(limit: Int) -> Bool {
    !isComplete && !isPageInHand && !isWinding && !isAsking && waiting.count < limit
  }

  mutating func beginPage() { isPageInHand = true }

  /// Takes in a page; `cursor` is where the next one begins, `nil` after the last.
  mutating func add(page items: [JSONValue], cursor: JSONValue?) {
    isPageInHand = false
    page += 1
    self.cursor = cursor
    isComplete = cursor == nil
    waiting = ArraySlice(Array(waiting) + items.dropFirst(max(0, next - count)))
    count += items.count
    if count > Self.mostResults { results = nil }
    results? += Array(repeating: .null, count: items.count)
  }

  mutating func givePageUp() { isPageInHand = false }

  // MARK: Rounds

  mutating func begin() { inHand += 1 }

  mutating func giveUp() { inHand -= 1 }

  /// Notes what came out at a place.
  mutating func finish(_ index: Int, _ output: JSONValue, isFailure: Bool = false) {
    inHand -= 1
    done += 1
    if isFailure { failed += 1 }
    guard let known = results, known.indices.contains(index) else { return }
    if output.fits(into: &room) { results?[index] = output } else { results = nil }
  }

  /// Whether nothing of it is under way, nor was when an earlier machine stopped.
  var isAtRest: Bool { inHand == 0 && again.isEmpty && !isPageInHand && !isAsking && !isCollecting }

  /// Whether every item is done.
  var isDone: Bool { isComplete && !isAsking && done == count }

  /// The output, once every item is done; `nil` also when it must be collected from the journal.
  var completeResults: [JSONValue]? { isDone ? results : nil }

  mutating func collect() { isCollecting = true }
}
