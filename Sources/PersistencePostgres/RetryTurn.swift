/// Lets those who lost twice try again one after the other: together they would go on costing each other the commit.
///
/// Only within this process; between processes chance has to do.
actor RetryTurn {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Waits for the turn; to be given back by ``leave()``, whatever happens.
  func take() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
