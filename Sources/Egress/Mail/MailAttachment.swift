/// A file that goes along with a mail.
package struct MailAttachment: Sendable, Hashable {
  package let name: String
  /// As `image/jpeg`.
  package let mime: String
  package let bytes: [UInt8]

  package init(name: String, mime: String, bytes: [UInt8]) {
    self.name = name
    self.mime = mime
    self.bytes = bytes
  }

  var pieces: [MailPiece] {
    let slices = stride(from: 0, to: bytes.count, by: MailPiece.most).map { start in
      MailPiece.base64(bytes[start..<min(start + MailPiece.most, bytes.count)])
    }
    let head = [
      "Content-Type: \(Self.isType(mime) ? mime : "application/octet-stream")", "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment;", " \(fileName)", "",
    ]
    return [.lines(head)] + slices
  }

  private var cleanName: String { String(MailMessage.bare(name).prefix(150)) }

  /// A name of plain letters as it is, any other by RFC 2231; both side by side would have programs choose the worse one.
  private var fileName: String {
    let isPlain = cleanName.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._- ".contains($0)) }
    return isPlain ? "filename=\"\(cleanName)\"" : "filename*=UTF-8''\(URIEncoding.encode(cleanName))"
  }

  private static func isType(_ text: String) -> Bool {
    let sides = text.split(separator: "/", omittingEmptySubsequences: false)
    return sides.count == 2
      && sides.allSatisfy { side in
        !side.isEmpty && side.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".+-_".contains($0)) }
      }
  }
}
