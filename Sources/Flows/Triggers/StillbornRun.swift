import Core
import Persistence

/// A run that can't begin, written down so that people find it among the others, with why.
struct StillbornRun {
  let session: any Session

  func insert(_ run: NewRun, _ failure: StepFailure) throws {
    try RunStore(session: session).insert(run)
    try session.run(
      """
      update flow_run set state = 'failed', ended_at = \(run.createdAt), ready_at = null, failed_path = '',
        failure = \(failure.json)
      where id = \(run.id)
      """)
  }
}
