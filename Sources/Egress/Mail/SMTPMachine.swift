import Core
import Foundation

/// Hands one mail to a server (RFC 5321, STARTTLS by RFC 3207, sign-in by RFC 4954): what the server says in, what to do
/// next out. Pure.
struct SMTPMachine {
  /// One answer of the server, with all its lines.
  struct Reply: Equatable {
    let code: Int
    let lines: [String]
  }

  enum Action: Equatable {
    /// Sends these lines, each with a line end.
    case send([String])
    /// Sends the mail, piece by piece, and a line with a dot after it.
    case sendMail
    /// Sends nothing: the connection gets TLS, then ``SMTPMachine/secured()`` is to be called.
    case startTLS
    /// The mail was accepted; the line says goodbye.
    case done([String])
    case fail(SMTPError)
  }

  private enum State {
    case greeting, hello, startingTLS, signingIn, userName, password, sender, recipients(Int), data, body, over
  }

  private let server: MailServer
  private let message: MailMessage
  /// How this machine calls itself.
  private let name: String
  private var isSecure: Bool
  private var state = State.greeting

  init(server: MailServer, message: MailMessage, name: String) {
    self.server = server
    self.message = message
    self.name = name
    isSecure = server.protection == .tls
  }

  mutating func received(_ reply: Reply) -> Action {
    switch state {
    case .greeting: expecting(220, reply) { $0.hello() }
    case .hello: expecting(250, reply) { $0.greeted(reply.lines) }
    case .startingTLS: reply.code == 220 ? .startTLS : end(.noTLS(host: server.host))
    case .signingIn: reply.code == 235 ? begin() : end(.signInRefused(host: server.host))
    case .userName:
      reply.code == 334 ? say(.password, Self.base64(server.userName ?? "")) : end(.signInRefused(host: server.host))
    case .password:
      reply.code == 334
        ? say(.signingIn, Self.base64(server.password?.revealed ?? "")) : end(.signInRefused(host: server.host))
    case .sender: expecting(250, reply) { $0.recipient(0) }
    case .recipients(let index): expecting(250, reply) { $0.recipient(index + 1) }
    case .data: expecting(354, reply) { $0.body() }
    case .body:
      expecting(250, reply) { machine in
        machine.state = .over
        return .done(["QUIT"])
      }
    case .over: end(.unreadable(host: server.host))
    }
  }

  /// The connection is encrypted now; everything that was learned before is forgotten.
  mutating func secured() -> Action {
    isSecure = true
    return hello()
  }

  private mutating func hello() -> Action { say(.hello, "EHLO \(name)") }

  private mutating func greeted(_ lines: [String]) -> Action {
    let offers = lines.dropFirst().map { $0.uppercased() }
    if !isSecure, server.protection == .startTLS {
      guard offers.contains("STARTTLS") else { return end(.noTLS(host: server.host)) }
      return say(.startingTLS, "STARTTLS")
    }
    guard let userName = server.userName, let password = server.password else { return begin() }
    let ways = offers.first { $0.hasPrefix("AUTH ") || $0.hasPrefix("AUTH=") }?.dropFirst(5).split(separator: " ") ?? []
    if ways.contains("PLAIN") {
      return say(.signingIn, "AUTH PLAIN \(Self.base64("\u{0}\(userName)\u{0}\(password.revealed)"))")
    }
    return ways.contains("LOGIN") ? say(.userName, "AUTH LOGIN") : end(.noSignIn(host: server.host))
  }

  private mutating func begin() -> Action { say(.sender, "MAIL FROM:<\(MailMessage.address(message.from))>") }

  private mutating func recipient(_ index: Int) -> Action {
    guard index < message.to.count else { return say(.data, "DATA") }
    return say(.recipients(index), "RCPT TO:<\(MailMessage.address(message.to[index]))>")
  }

  private mutating func body() -> Action {
    state = .body
    return .sendMail
  }

  private mutating func say(_ next: State, _ line: String) -> Action {
    state = next
    return .send([line])
  }

  private mutating func expecting(_ code: Int, _ reply: Reply, _ next: (inout SMTPMachine) -> Action) -> Action {
    reply.code == code ? next(&self) : end(.refused(code: reply.code, words: Self.words(reply)))
  }

  private mutating func end(_ error: SMTPError) -> Action {
    state = .over
    return .fail(error)
  }

  private static func words(_ reply: Reply) -> String { String(reply.lines.joined(separator: " ").prefix(300)) }
  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
