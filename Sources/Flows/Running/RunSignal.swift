/// What reaches the driver of a run from outside.
enum RunSignal: Sendable {
  case event(RunEvent)
  case progress(RunCommit.Progress)
  /// What an attempt sent and got back; comes before the event that ends it.
  case exchanges(RunCommit.Exchanges)
  /// The process is about to stop: begin nothing more, and give the run up.
  case handBack
  /// Somebody wants the run to rest: begin nothing more, and give it up.
  case pause
  /// Another worker has the run.
  case leaseLost

  /// Whether the run is to be given up.
  var endsWork: Bool {
    switch self {
    case .handBack, .pause: true
    case .event, .progress, .exchanges, .leaseLost: false
    }
  }
}
