import Core
import Flows
import Foundation

/// What the page shows of a run's log after a search.
struct RunSearchPage: Sendable {
  let frame: PageFrame
  let id: String
  let runID: String
  let flow: String
  let text: String
  let steps: [StepRow]
  let count: String
  let next: String?

  /// - Parameter found: a page of entries; it may be empty and still have a next one.
  init(run: RunPage, text: String, found: Page<StepEntry>) {
    frame = run.frame
    id = run.id
    runID = run.id
    flow = run.flow
    self.text = text
    steps = found.items.map {
      StepRow($0, run: run.id, titles: [:], children: [], canRerun: run.canRerun, isAlone: true)
    }
    count =
      text.isEmpty
      ? "" : found.items.isEmpty ? "Nothing here holds “\(text)”." : Quantity.count(found.items.count, "step")
    next = found.next.map {
      "/app/activity/\(run.id)/search?q=\(StepRow.encoded(text))&after=\(StepRow.encoded($0.token))"
    }
  }
}
