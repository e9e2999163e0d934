import Core

/// Finds any of many values in a text, in one pass whose cost hardly grows with their number.
struct SecretMatcher: Sendable {
  /// The shortest value that is found, in bytes.
  static let window = 8

  /// The values by their first bytes, the longest first.
  private var values: [UInt64: [[UInt8]]] = [:]
  /// Tells most places where none begins without a look into ``values``: one bit for a hash of the first bytes.
  private var hints = [UInt64](repeating: 0, count: 1024)

  init(_ texts: [String]) {
    for text in Set(texts) where text.utf8.count >= Self.window {
      let bytes = Array(text.utf8)
      let key = bytes.prefix(Self.window).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      values[key, default: []].append(bytes)
      let hint = Self.hint(key)
      hints[hint >> 6] |= 1 << UInt64(hint & 63)
    }
    values = values.mapValues { $0.sorted { $0.count > $1.count } }
  }

  /// The text with every value replaced by `•••`; of two that overlap, the one that begins first.
  func masked(_ text: String) -> String {
    guard !values.isEmpty else { return text }
    var text = text
    let ranges = text.withUTF8 { find(in: $0) }
    guard !ranges.isEmpty else { return text }
    var masked: [UInt8] = []
    var position = 0
    text.withUTF8 { bytes in
      for range in ranges {
        masked += bytes[position..<range.lowerBound]
        masked += "•••".utf8
        position = range.upperBound
      }
      masked += bytes[position...]
    }
    return String(decoding: masked, as: UTF8.self)
  }

  private func find(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var key: UInt64 = 0
    var free = 0
    for end in text.indices {
      key = key << 8 | UInt64(text[end])
      let start = end - Self.window + 1
      let hint = Self.hint(key)
      guard start >= free, hints[hint >> 6] & (1 << UInt64(hint & 63)) != 0 else { continue }
      guard let value = values[key]?.first(where: { Self.matches($0, text, at: start) }) else { continue }
      free = start + value.count
      found.append(start..<free)
    }
    return found
  }

  private static func matches(_ value: [UInt8], _ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    start + value.count <= text.count && value.elementsEqual(text[start..<start + value.count])
  }

  private static func hint(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48) }
}
