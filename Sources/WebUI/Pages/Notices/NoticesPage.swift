import Connections
import Core
import Foundation

/// What the page shows on which people say who is told of connections.
struct NoticesPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let problem: String?
  /// What the webhook that was just added or changed is signed with; it can't be shown again.
  let secret: String?
  let targets: [Row]
  let hasTargets: Bool
  let canAdd: Bool
  let form: NoticeForm

  init(
    frame: PageFrame, targets: [Row], canAdd: Bool, form: NoticeForm, secret: String? = nil, problem: String? = nil
  ) {
    self.frame = frame
    csrf = frame.csrf
    self.problem = problem
    self.secret = secret
    self.targets = targets
    hasTargets = !targets.isEmpty
    self.canAdd = canAdd
    self.form = form
  }

  /// Somebody who is told.
  struct Row: Sendable {
    let id: String
    let address: String
    let way: String
    let about: String
    /// The connection's page; `nil` where it is about all of a team's.
    let page: String?
    let hears: String
    let window: String
    let canChange: Bool
    let events: [NoticeForm.Choice]
    let windows: [NoticeForm.Choice]
    let isWebhook: Bool
    let placeholder: String

    /// - Parameter about: the connection's or the team's name.
    init(_ target: ConnectionNoticeTarget, about: String, canChange: Bool) {
      id = target.id.description
      address = target.shown
      isWebhook = target.kind == .webhook
      way = target.kind.label
      self.about = about
      page = target.connection.map { "/app/connections/\($0)" }
      let kinds = ConnectionEvent.Kind.allCases.filter(target.events.contains)
      hears = kinds.map(\.label).joined(separator: ", ")
      window = NoticeForm.windowText(target.windowSeconds)
      self.canChange = canChange
      events = NoticeForm.events(target.events, prefix: target.id.description)
      windows = NoticeForm.windows(target.windowSeconds)
      placeholder = isWebhook ? "https://…, as it is" : target.shown
    }
  }
}

extension ConnectionNoticeTarget.Kind {
  /// As pages call it.
  var label: String {
    switch self {
    case .email: "E-mail"
    case .webhook: "Signed webhook"
    }
  }
}

extension ConnectionEvent.Kind {
  /// As pages call it, as part of a sentence.
  var label: String {
    switch self {
    case .connected: "connected"
    case .refreshed: "token renewed"
    case .failing: "doesn't work for now"
    case .dead: "has to be connected again"
    case .recovered: "works again"
    }
  }
}

extension StateLabel {
  init(_ kind: ConnectionEvent.Kind) {
    let name = kind.label.prefix(1).uppercased() + kind.label.dropFirst()
    switch kind {
    case .connected, .recovered: self.init(kind: "good", name: name)
    case .refreshed: self.init(kind: "", name: name)
    case .failing: self.init(kind: "warn", name: name)
    case .dead: self.init(kind: "bad", name: name)
    }
  }
}
