import Flows
import Foundation

/// What the page shows of some items of a loop.
struct RunItemsPage: Sendable {
  let frame: PageFrame
  let id: String
  let runID: String
  let flow: String
  let loop: String
  let steps: [StepRow]
  let position: String
  let previous: String?
  let next: String?

  init(run: RunPage, loop: String, first: Int, count: RunWindow.ItemCount?) {
    frame = run.frame
    id = run.id
    runID = run.id
    flow = run.flow
    self.loop = loop
    steps = run.steps
    let all = count?.all ?? 0
    let size = StepTree.shownChildren
    position = "Items \(min(first + 1, all)) to \(min(first + size, all)) of \(all)"
    previous = first > 0 ? Self.address(run.id, loop, max(0, first - size)) : nil
    next = first + size < all ? Self.address(run.id, loop, first + size) : nil
  }

  /// Where items of a loop are, from one on.
  static func address(_ run: String, _ loop: String, _ first: Int) -> String {
    "/app/activity/\(run)/items?loop=\(StepRow.encoded(loop))&first=\(first)"
  }
}
