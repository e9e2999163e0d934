import Connections
import Core

/// What the page shows while a person agrees on a page of the service.
struct ConnectionWaitingPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let heading: String
  let service: String
  let link: String
  let userCode: String?
  let until: String
  let back: String
  let action: String
  /// How many seconds the page waits before it asks again.
  let interval: String

  init(
    frame: PageFrame, heading: String, service: String, consent: WaitingConsent, back: String, action: String
  ) {
    self.frame = frame
    csrf = frame.csrf
    self.heading = heading
    self.service = service
    link = consent.completeURL ?? consent.url
    userCode = consent.userCode
    until = Timestamp.format(consent.expiresAt)
    self.back = back
    self.action = action
    interval = String(consent.interval)
  }
}
