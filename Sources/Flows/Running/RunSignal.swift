/// What reaches the driver of a run from outside.
enum RunSignal: Sendable {
  case event(RunEvent)
  case progress(RunCommit.Progress)
  /// The process is about to stop: begin nothing more, and give the run up.
  case handBack
  /// Another worker has the run.
  case leaseLost
}
