import Core

/// What a token address tells about a client that shows it a code that can't be right.
struct ClientProbeReading {
  private let reply: TokenReply
  private let hasSecret: Bool

  init(_ reply: TokenReply, hasSecret: Bool) {
    self.reply = reply
    self.hasSecret = hasSecret
  }

  var finding: IntegrationFinding {
    let (verdict, text) = reading
    return .init(subject: .client, verdict: verdict, text: text)
  }

  private var reading: (IntegrationFinding.Verdict, String) {
    guard let failure = reply.failure else {
      switch reply.read() {
      case .granted: return (.warning, "The token address gives a token for a code that nobody gave out.")
      case .refused(let reason), .misconfigured(let reason): return (.bad, "The token address: \(reason).")
      case .away(let reason, _): return (.unknown, "The token address doesn't tell: \(reason).")
      }
    }
    switch failure.meaning {
    case .client where !hasSecret:
      return (.bad, "The service wants a client secret, and none is entered (\(failure.said)).")
    case .client: return (.bad, "The client ID or the client secret is wrong (\(failure.said)).")
    case .redirect: return (.bad, "The redirect URI isn't registered at the service (\(failure.said)).")
    case .grant: return (.good, "The service knows the client: it minds only the made-up code.")
    case .scope, .other:
      return (.unknown, "The service doesn't tell whether the client is right (\(failure.said)).")
    case .away: return (.unknown, "The service is away for now (\(failure.said)).")
    }
  }
}
