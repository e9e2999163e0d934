import Core

/// One file of a ZIP archive, as the list at its end has it (APPNOTE 6.3.10, section 4.3.12).
struct ZipEntry: Sendable, Hashable {
  /// The way to it, with slashes; safe.
  let path: String
  /// 0: stored, 8: deflate.
  let method: UInt16
  let checksum: UInt32
  /// In the archive, in bytes.
  let packedSize: Int64
  /// In bytes.
  let size: Int64
  /// Where its own header stands.
  let offset: Int64

  var isFolder: Bool { path.utf8.last == UInt8(ascii: "/") }
  var name: String { path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path }
}

/// Numbers in the order that ZIP files have them: the least significant byte first.
struct LittleEndian {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var left: Int { bytes.endIndex - position }

  /// - Returns: `nil` when there is less left.
  mutating func number(_ count: Int) -> UInt64? {
    slice(count).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }

  mutating func slice(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, left >= count else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }
}

extension [UInt8] {
  /// Appends a number of `count` bytes, the least significant first.
  mutating func append(_ number: UInt64, count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
