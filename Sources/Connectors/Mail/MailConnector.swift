import Connections
import Core
package import Egress
import Foundation

/// The action of mail servers: a message is handed to the server that the connection names (RFC 6409).
package struct MailConnector: Sendable {
  private let door: AddressDoor
  private let trusted: [String]

  /// - Parameters:
  ///   - door: judges the servers that people enter.
  ///   - trustedCertificates: paths of PEM files with further authorities.
  package init(door: AddressDoor, trustedCertificates: [String] = []) {
    self.door = door
    trusted = trustedCertificates
  }

  /// What to hand to ``ConnectorRuntime``.
  package var actions: [CodedAction] {
    [CodedAction("mail.send") { call in try await send(call) }]
  }

  private func send(_ call: CodedAction.Call) async throws -> JSONValue {
    let server = try await server(of: call)
    let recipients = call.input["to"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let from = call.settings["from"]?.stringValue ?? ""
    guard !recipients.isEmpty, !from.isEmpty else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "A mail needs a sender and at least one recipient.",
        advice: "Enter the sender in the connection, and who is to have it in the step.")
    }
    // The same at every try of one step, so that a mailbox can tell a second copy.
    let id = "\(call.context.idempotencyKey.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })@weir.invalid"
    let html = call.input["html"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let text = call.input["text"]?.stringValue ?? ""
    let message = MailMessage(
      from: from, to: recipients, subject: call.input["subject"]?.stringValue ?? "",
      text: text.isEmpty ? html.map(PlainText.of) ?? "" : text, html: html,
      attachments: try await attachments(of: call),
      date: call.effects.now(), id: id)
    let address = try await door.address(of: server.host, port: server.port)
    // A minute, and time for the files on a slow line.
    let size = message.attachments.map(\.bytes.count).reduce(0, +)
    let mail = MailDoor(
      server: server, address: address, trustedCertificates: trusted, timeout: .seconds(60 + size / 100_000))
    do throws(SMTPError) {
      try await mail.send(message)
    } catch {
      throw Self.failure(error)
    }
    return ["messageId": .string("<\(id)>"), "recipients": JSONValue(recipients.count)]
  }

  /// Most servers refuse mails above 25 MB; files grow by a third on their way.
  private static let mostBytes = 18 << 20

  private func attachments(of call: CodedAction.Call) async throws -> [MailAttachment] {
    var found: [MailAttachment] = []
    var left = Self.mostBytes
    for value in call.input["attachments"]?.arrayValue ?? [] {
      guard let handle = MediaFileHandle(json: value) else {
        throw ActionError(
          code: "invalid_input", category: .invalid, message: "An attachment isn't a file.",
          advice: "Give a file of an earlier step.")
      }
      let file = try await call.files.duringRequest.open(handle)
      if let size = file.size, size > Int64(left) { throw Self.tooLarge(file.name) }
      do {
        let bytes = try await file.stream().collect(upTo: left)
        left -= bytes.count
        found.append(
          MailAttachment(name: handle.name, mime: handle.mime ?? MIMEType.ofFile(named: handle.name), bytes: bytes))
      } catch ByteStreamError.longer {
        throw Self.tooLarge(file.name)
      }
    }
    return found
  }

  private static func tooLarge(_ name: String) -> ActionError {
    ActionError(
      code: "file_too_large", category: .invalid,
      message: "\"\(name)\" makes the mail larger than the \(mostBytes >> 20) MB that mail servers take.",
      advice: "Send a link to it, or a smaller rendition.")
  }

  /// What no later try can mend isn't tried again.
  private static func failure(_ error: SMTPError) -> any Error {
    switch error {
    case .noTLS, .noSignIn, .signInRefused, .refused(500..., _):
      ActionError(code: error.code, category: .invalid, message: error.message, advice: error.advice)
    case .unreachable, .timedOut, .refused, .unreadable: error
    }
  }

  private func server(of call: CodedAction.Call) async throws -> MailServer {
    let host = call.settings["host"]?.stringValue ?? ""
    let port = call.settings["port"]?.scalarText.flatMap { Int($0) } ?? 0
    guard let connection = call.connection, !host.isEmpty, (1...65535).contains(port) else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "The connection doesn't say which mail server is meant.",
        advice: "Enter its name, and a port from 1 to 65535.")
    }
    let protection: MailServer.Protection =
      switch call.settings["protection"]?.stringValue {
      case "tls": .tls
      case "none": .none
      default: .startTLS
      }
    guard case .basic(let userName, let password) = try await call.access.authorization(for: connection.id).credential
    else { return MailServer(host: host, port: port, protection: protection) }
    return MailServer(host: host, port: port, protection: protection, userName: userName, password: password)
  }
}
