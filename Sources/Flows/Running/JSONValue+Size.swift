import Core

extension JSONValue {
  /// Whether it takes fewer bytes than that as JSON, roughly; stops counting as soon as it doesn't.
  func isSmaller(than limit: Int) -> Bool {
    var left = limit
    return spend(&left)
  }

  private func spend(_ left: inout Int) -> Bool {
    left -= 4
    switch self {
    case .null, .bool, .int, .double: break
    case .string(let text): left -= text.utf8.count
    case .array(let elements):
      for element in elements {
        guard element.spend(&left) else { return false }
      }
    case .object(let object):
      for (name, member) in object {
        left -= name.utf8.count + 4
        guard member.spend(&left) else { return false }
      }
    }
    return left > 0
  }
}
