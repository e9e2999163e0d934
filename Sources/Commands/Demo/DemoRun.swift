import AppServer
import Core
import Egress
import Foundation
import Logging

/// A server, and the scenario played on it.
struct DemoRun {
  let settings: Settings
  let folder: String
  let fileCount: Int
  let staysUp: Bool

  private var console: Console { Console(isJSON: false) }

  /// - Throws: what went wrong in the scenario; the server is stopped first, unless it is to stay.
  func run() async throws {
    let (events, sink) = AsyncStream.makeStream(of: ServerEvent.self)
    let settings = settings
    let server = Task {
      defer { sink.finish() }
      try await WeirServer.run(settings) { sink.yield($0) }
    }
    var password: Secret?
    var ready: (url: String, certificate: String?)?
    for await event in events {
      if case .firstAdministrator(_, let made) = event { password = made }
      if case .ready(let url, _, let certificate) = event {
        ready = (url, certificate)
        break
      }
    }
    guard let ready, let password else { return try await server.value }
    do {
      try await play(ready.url, ready.certificate, password)
    } catch {
      stop()
      try? await server.value
      throw error
    }
    if !staysUp { stop() }
    try await server.value
  }

  /// As whoever runs a server stops it: it finishes what is in hand.
  private func stop() {
    kill(getpid(), SIGTERM)
  }

  private func play(_ url: String, _ certificate: String?, _ password: Secret) async throws {
    console.say("Weir is running at \(url). Bringing \(fileCount) files in from \(folder):")
    let door = try OutboundService(
      settings: OutboundSettings(
        rules: AddressRules(allowing: [AllowedAddress(Self.authority(url))].compactMap(\.self)),
        trustedCertificates: [certificate].compactMap(\.self)),
      logger: Logger(label: "weir.demo"))
    let scenario = DemoScenario(
      url: url, outbound: door.outbound, console: console, effects: .live, folder: folder,
      flow: try ExampleFlows.text("folder-to-library"))
    do {
      let outcome = try await scenario.play(administrator: password)
      try? await door.shutdown()
      report(url, password, outcome)
    } catch {
      try? await door.shutdown()
      throw error
    }
  }

  private func report(_ url: String, _ password: Secret, _ outcome: DemoScenario.Outcome) {
    let links = outcome.output.arrayValue ?? outcome.output["links"]?.arrayValue ?? []
    for link in links.prefix(3) {
      console.say("    \(link["name"]?.stringValue ?? ""): \(link["link"]?.stringValue ?? "")")
    }
    if links.count > 3 { console.say("    … and \(links.count - 3) more") }
    console.say(
      """

      Done. Look at it:
        the library        \(url)/app/library
        what the flow did  \(url)/app/activity/\(outcome.run)
        sign in as         admin / \(password.revealed)
        or as              \(outcome.member.userName) / \(outcome.member.password.revealed)
      The certificate was made just now, so your browser asks about it first.
      """)
    if staysUp { console.say("Ctrl-C ends the server.") }
  }

  private static func authority(_ url: String) -> String {
    url.split(separator: "/").dropFirst().first.map(String.init) ?? url
  }
}
