import Core
import Foundation
import Testing

@testable import Egress

@Suite struct SMTPMachineTests {
  private let message = MailMessage(
    from: "Weir <weir@example.com>", to: ["ann@example.com", "bob@example.com"], subject: "Läuft", text: "Grüße",
    date: Date(timeIntervalSince1970: 1_767_225_600), id: "1@example.com")

  private func machine(_ protection: MailServer.Protection, user: String? = nil) -> SMTPMachine {
    SMTPMachine(
      server: MailServer(
        host: "mail.test", port: 25, protection: protection, userName: user, password: user.map { _ in Secret("pw") }),
      message: message, name: "weir.invalid")
  }

  private func reply(_ code: Int, _ lines: String...) -> SMTPMachine.Reply { .init(code: code, lines: lines) }

  @Test func aMailIsHandedInOnceTheConnectionIsEncrypted() {
    var machine = machine(.startTLS, user: "ann")
    #expect(machine.received(reply(220, "hi")) == .send(["EHLO weir.invalid"]))
    #expect(machine.received(reply(250, "mail.test", "STARTTLS", "AUTH PLAIN")) == .send(["STARTTLS"]))
    #expect(machine.received(reply(220, "go")) == .startTLS)
    #expect(machine.secured() == .send(["EHLO weir.invalid"]))
    let credentials = Data("\u{0}ann\u{0}pw".utf8).base64EncodedString()
    #expect(machine.received(reply(250, "mail.test", "AUTH LOGIN PLAIN")) == .send(["AUTH PLAIN \(credentials)"]))
    #expect(machine.received(reply(235, "ok")) == .send(["MAIL FROM:<weir@example.com>"]))
    #expect(machine.received(reply(250, "ok")) == .send(["RCPT TO:<ann@example.com>"]))
    #expect(machine.received(reply(250, "ok")) == .send(["RCPT TO:<bob@example.com>"]))
    #expect(machine.received(reply(250, "ok")) == .send(["DATA"]))
    #expect(machine.received(reply(354, "go")) == .sendMail)
    let lines = message.pieces.flatMap(\.text)
    #expect(lines.contains("Subject: =?utf-8?B?TMOkdWZ0?=") && lines.contains("Date: Thu, 01 Jan 2026 00:00:00 +0000"))
    #expect(lines.suffix(2) == ["", Data("Grüße".utf8).base64EncodedString()])
    #expect(machine.received(reply(250, "queued")) == .done(["QUIT"]))
  }

  @Test func nothingIsSentInClearToAServerWithoutTLS() {
    var machine = machine(.startTLS, user: "ann")
    _ = machine.received(reply(220, "hi"))
    #expect(machine.received(reply(250, "mail.test", "AUTH PLAIN")) == .fail(.noTLS(host: "mail.test")))
  }

  @Test func aServerThatKnowsOnlyLoginIsAsked() {
    var machine = machine(.none, user: "ann")
    _ = machine.received(reply(220, "hi"))
    #expect(machine.received(reply(250, "x", "AUTH LOGIN")) == .send(["AUTH LOGIN"]))
    #expect(machine.received(reply(334, "VXNlcm5hbWU6")) == .send(["YW5u"]))
    #expect(machine.received(reply(334, "UGFzc3dvcmQ6")) == .send(["cHc="]))
    #expect(machine.received(reply(535, "no")) == .fail(.signInRefused(host: "mail.test")))
  }

  @Test func aRefusalSaysWhatTheServerSaid() {
    var machine = machine(.none)
    _ = machine.received(reply(220, "hi"))
    _ = machine.received(reply(250, "x"))
    _ = machine.received(reply(250, "ok"))
    #expect(machine.received(reply(550, "No such user")) == .fail(.refused(code: 550, words: "No such user")))
  }

  @Test(arguments: [
    ("smtps://a:b@mail.test", 465, MailServer.Protection.tls), ("smtp://mail.test", 587, .startTLS),
    ("smtp://127.0.0.1:25?tls=none", 25, .none),
  ])
  func anAddressSaysHowTheServerIsReached(url: String, port: Int, protection: MailServer.Protection) throws {
    let server = try #require(MailServer(url: url))
    #expect(server.port == port && server.protection == protection)
  }

  @Test(arguments: ["http://mail.test", "mail.test", "smtp://"])
  func anyOtherAddressIsNone(url: String) { #expect(MailServer(url: url) == nil) }

  @Test func aHeaderCannotBeBrokenOutOf() {
    let mail = MailMessage(
      from: "a@b.test", to: ["c@d.test\r\nBcc: x@y.test"], subject: "one\r\nBcc: x@y.test", text: "", date: .now,
      id: "1")
    #expect(!mail.pieces.flatMap(\.text).contains { $0.hasPrefix("Bcc") })
  }
}
