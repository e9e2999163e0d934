import Core

extension JSONValue {
  /// Whether it takes fewer bytes than that as JSON, roughly; stops counting as soon as it doesn't.
  func isSmaller(than limit: Int) -> Bool {
    var left = limit
    return spend(&left)
  }

  /// Takes what it needs as JSON, roughly, off the room that is left.
  /// - Returns: whether there was enough.
  func fits(into room: inout Int) -> Bool { spend(&room) }

  /// The value up to about so many bytes of JSON: the elements and members after that are left out.
  func beginning(_ limit: Int) -> JSONValue {
    var room = limit
    return cut(&room)
  }

  private func cut(_ room: inout Int) -> JSONValue {
    switch self {
    case .array(let elements):
      var kept: [JSONValue] = []
      for element in elements {
        kept.append(element.cut(&room))
        if room <= 0 { break }
      }
      room -= 2
      return .array(kept)
    case .object(let object):
      var kept = JSONObject()
      for (name, member) in object {
        room -= name.utf8.count + 4
        kept[name] = member.cut(&room)
        if room <= 0 { break }
      }
      return .object(kept)
    case .null, .bool, .int, .double, .string:
      _ = fits(into: &room)
      return self
    }
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
