import Connections
import Core
import Egress
import Flows
import Foundation
import HTTPTypes

extension NoticeChannels {
  /// Notices through the doors of this deployment.
  static func live(_ foundations: Foundations) -> NoticeChannels {
    let mail = foundations.settings.mail
    let door = mail.map { mail in
      MailDoor(
        server: mail.server, trustedCertificates: [foundations.settings.egress.trustFile].compactMap(\.self))
    }
    let effects = foundations.effects
    let outbound = foundations.outbound.outbound
    return NoticeChannels(
      mail: { to, subject, text in
        guard let mail, let door else { throw NoticeError.noMailServer }
        let domain = mail.from.split(separator: "@").last.map { $0.filter { $0 != ">" } } ?? "weir.invalid"
        try await door.send(
          MailMessage(
            from: mail.from, to: to, subject: "[Weir] \(subject)", text: text, date: effects.now(),
            id: "\(effects.token(bytes: 12))@\(domain)"))
      },
      post: { url, headers, body in
        var fields = HTTPFields()
        for (name, value) in headers {
          if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let request = OutboundRequest(
          .post, url, headers: fields, body: .bytes(body), timeout: .seconds(20), responseLimit: 64 << 10)
        return try await outbound.send(request).status
      })
  }
}

extension ConnectionNoticeChannels {
  /// The same ways out as those of flows' notices.
  static func live(_ foundations: Foundations) -> ConnectionNoticeChannels {
    let channels = NoticeChannels.live(foundations)
    return ConnectionNoticeChannels(mail: channels.mail, post: channels.post)
  }
}
