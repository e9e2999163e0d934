/// The times by which tokens are kept fresh.
package struct RefreshPolicy: Sendable, Equatable {
  /// How long before its end a token is renewed; never more than a quarter of its lifetime.
  package var margin: Duration = .seconds(300)
  /// How long a lease's beat may stand still before another process takes over. The holder beats three times as often.
  package var leaseTime: Duration = .seconds(15)
  /// How often whoever waits for another's refresh looks.
  package var pollInterval: Duration = .milliseconds(200)
  /// How long a service may take to answer a refresh.
  package var requestTimeout: Duration = .seconds(90)
  /// How long a caller waits in all.
  package var patience: Duration = .seconds(180)
  /// A token younger than this that is refused isn't renewed: the next would be refused as well.
  package var rejectionGuard: Duration = .seconds(5)
  /// How long a refusal is doubted when another server died in the middle of a refresh and may have spent the token. A
  /// server that was only asleep may still bring what it was granted.
  package var doubt: Duration = .seconds(30)
  /// How long the refresh token before the newest one is tried as well, at services that accept it for a while.
  package var grace: Duration = .seconds(600)
  /// The first pause after a service was away; doubled each time.
  package var firstCoolDown: Duration = .seconds(5)
  /// The longest pause.
  package var longestCoolDown: Duration = .seconds(300)
  /// How often an idle connection is renewed, so that its refresh token doesn't lapse.
  package var keepAlive: Duration = .seconds(86_400)
  /// How often the keep-alive looks for something to do.
  package var sweepInterval: Duration = .seconds(30)

  package init() {}

  /// How long to leave a service alone that was away.
  /// - Parameters:
  ///   - failures: how often in a row before this time.
  ///   - asked: what the service asked for in `Retry-After`; honoured up to an hour.
  func coolDown(failures: Int, asked: Duration?) -> Duration {
    let own = min(firstCoolDown * (1 << min(max(failures, 0), 10)), longestCoolDown)
    return min(max(own, asked ?? .zero), .seconds(3600))
  }
}
