/// Reads the lines at the head of a part, and what follows them.
struct PartReader {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// The next line without its end; `nil` at the end of the part.
  /// - Parameter skippingEmpty: whether empty lines before it don't count.
  mutating func line(skippingEmpty: Bool = false) -> String? {
    while let line = next() {
      if !line.isEmpty || !skippingEmpty { return line }
    }
    return nil
  }

  mutating func skipLine() {
    _ = next()
  }

  private mutating func next() -> String? {
    guard !bytes.isEmpty else { return nil }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    var line = bytes[bytes.startIndex..<end]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    bytes = end == bytes.endIndex ? [] : bytes[(end + 1)...]
    return String(decoding: line, as: UTF8.self)
  }

  /// Everything left, without the line ends that belong to the delimiter.
  func rest() -> [UInt8] {
    var rest = bytes
    while let last = rest.last, last == UInt8(ascii: "\r") || last == UInt8(ascii: "\n") { rest = rest.dropLast() }
    return Array(rest)
  }
}
