/// Hexadecimal digits as the bytes that they mean.
enum HexadecimalBytes {
  /// - Returns: `nil` for an odd number of digits, or something that is no digit.
  static func decode(_ text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count % 2 == 0, !digits.isEmpty else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
