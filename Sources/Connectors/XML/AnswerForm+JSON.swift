import Core

extension AnswerForm {
  /// A body as JSON; text that is neither JSON nor XML as a string; null when there is none.
  func json(of body: [UInt8]) -> JSONValue {
    guard let first = body.first(where: { $0 > 0x20 }) else { return .null }
    if let xml, first == UInt8(ascii: "<") || first == 0xEF {
      if let value = try? XMLDocument.json(body, form: xml) { return value }
    } else if let value = try? JSONValue(parsing: withoutPrefix(body)) {
      return value
    }
    return .string(String(decoding: body, as: UTF8.self))
  }

  private func withoutPrefix(_ body: [UInt8]) -> [UInt8] {
    guard !prefix.isEmpty else { return body }
    let start = body.firstIndex { $0 > 0x20 } ?? 0
    return body[start...].starts(with: prefix.utf8) ? Array(body[(start + prefix.utf8.count)...]) : body
  }
}
