import AppServer
import Core

/// Says what happens to a server, to a person or to a program.
struct ServerAnnouncer: Sendable {
  let console: Console

  func announce(_ event: ServerEvent) {
    switch event {
    case .firstAdministrator(let userName, let password):
      console.say(
        """
        Made the first administrator. This password is shown only now:
          user name  \(userName)
          password   \(password.revealed)
        """)
      console.result(
        ["event": "administrator", "userName": .string(userName), "password": .string(password.revealed)])
    case .ready(let url, let fingerprint, let certificate):
      console.say("Weir is ready at \(url)")
      if let fingerprint { console.say("Its certificate's SHA-256 fingerprint is \(fingerprint)") }
      console.result(
        [
          "event": "ready", "url": .string(url), "fingerprint": JSONValue(fingerprint),
          "certificate": JSONValue(certificate),
        ])
    case .stopped:
      console.say("Everything in hand is finished.")
      console.result(["event": "stopped"])
    }
  }
}
