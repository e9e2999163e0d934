import Core
import Flows

/// What the list of open questions shows.
struct ApprovalsPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let tabs: ActivityTabs
  let approvals: [Row]
  let problem: String?

  init(frame: PageFrame, approvals: [Approval], problem: String? = nil) {
    self.frame = frame
    csrf = frame.csrf
    tabs = ActivityTabs(.approvals, approvals: approvals.count)
    self.approvals = approvals.enumerated().map { Row($1, number: $0 + 1) }
    self.problem = problem
  }

  struct Row: Sendable {
    /// For the names of its fields on the page.
    let number: Int
    let run: String
    let step: String
    let flow: String
    let title: String
    let message: String?
    let at: String
    let until: String

    init(_ approval: Approval, number: Int) {
      self.number = number
      run = approval.run.description
      step = approval.path
      flow = approval.flowName
      title = approval.title.isEmpty ? "Go on with \(approval.flowName)?" : approval.title
      message = approval.message
      at = Timestamp.format(approval.askedAt)
      until = Timestamp.format(approval.until)
    }
  }
}
