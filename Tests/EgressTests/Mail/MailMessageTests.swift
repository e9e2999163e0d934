import Foundation
import Testing

@testable import Egress

@Suite("Mails with HTML and files")
struct MailMessageTests {
  private func lines(html: String? = nil, _ attachments: [MailAttachment] = []) -> [String] {
    MailMessage(
      from: "a@b.test", to: ["c@d.test"], subject: "Ready", text: "Twelve", html: html, attachments: attachments,
      date: .now, id: "1"
    ).pieces.flatMap(\.text)
  }

  private func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  @Test func thePlainTextComesBeforeTheHTML() throws {
    let lines = lines(html: "<b>Twelve</b>")
    let plain = try #require(lines.firstIndex(of: encoded("Twelve")))
    let rich = try #require(lines.firstIndex(of: encoded("<b>Twelve</b>")))
    #expect(plain < rich && lines.contains("Content-Type: multipart/alternative; boundary=\"=_weir-alternative\""))
    #expect(lines.last == "--=_weir-alternative--")
  }

  @Test func aLargeFileGoesInLinesOfTheRightLengthAndComesBack() throws {
    let bytes = (0..<(MailPiece.most * 2 + 100)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let mail = lines([MailAttachment(name: "a.bin", mime: "application/zip", bytes: bytes)])
    #expect(mail.allSatisfy { $0.utf8.count <= 76 || $0.contains("filename") })
    let start = try #require(mail.firstIndex { $0 == " filename=\"a.bin\"" })
    let body = mail[(start + 2)...].prefix { !$0.hasPrefix("--") }.joined()
    #expect(Data(base64Encoded: body) == Data(bytes))
  }

  @Test func anEmptyFileIsAFile() {
    #expect(lines([MailAttachment(name: "a", mime: "text/plain", bytes: [])]).filter { $0.hasPrefix("--") }.count == 3)
  }

  @Test func aNameCannotBreakOutOfItsHeaderAndKeepsItsLetters() {
    let mail = lines([MailAttachment(name: "Übung \"1\"\r\nBcc: x@y.test", mime: "image/jpeg\r\nX: y", bytes: [1])])
    #expect(!mail.contains { $0.hasPrefix("Bcc") || $0.hasPrefix("X:") })
    #expect(mail.contains { $0.hasPrefix(" filename*=UTF-8''%C3%9Cbung%20%221%22") })
    #expect(mail.contains("Content-Type: application/octet-stream"))
  }
}
