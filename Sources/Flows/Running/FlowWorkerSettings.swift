/// How a worker behaves.
package struct FlowWorkerSettings: Sendable {
  /// How many runs are in hand at once.
  package var concurrentRuns: Int
  /// How long a run stays with a worker that says nothing more.
  package var lease: Duration
  /// How often leases are renewed; well below a third of ``lease``.
  package var renewal: Duration
  /// How often to look for work that nobody told of.
  package var tick: Duration
  /// A run that waits longer than this is given up until its time comes.
  package var longestRest: Duration
  /// What stands before the token in the address of a callback, as `https://weir.example/callbacks/`.
  package var callbackBase: String

  package init(
    concurrentRuns: Int = 64, lease: Duration = .seconds(30), renewal: Duration = .seconds(8),
    tick: Duration = .seconds(1), longestRest: Duration = .seconds(2),
    callbackBase: String = "/callbacks/"
  ) {
    self.concurrentRuns = concurrentRuns
    self.lease = lease
    self.renewal = renewal
    self.tick = tick
    self.longestRest = longestRest
    self.callbackBase = callbackBase
  }
}
