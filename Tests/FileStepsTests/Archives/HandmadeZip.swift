import Foundation

/// A ZIP archive made by hand, with everything in it that a hostile one may say.
struct HandmadeZip {
  struct Entry {
    var name: [UInt8]
    var content: [UInt8] = Array("x".utf8)
    var method: UInt16 = 0
    /// What the archive says about the size, where that isn't the truth.
    var size: UInt32?
    var packedSize: UInt32?
    var checksum: UInt32?
    var flags: UInt16 = 0x800
    /// The kind of file, as a Unix writes it.
    var mode: UInt32 = 0o100644
    /// Where its header is said to stand.
    var offset: UInt32?

    init(_ name: String) {
      self.name = Array(name.utf8)
    }
  }

  /// - Parameter count: how many files the end says there are.
  static func bytes(_ entries: [Entry], count: Int? = nil) -> [UInt8] {
    var archive: [UInt8] = []
    var list: [UInt8] = []
    for entry in entries {
      let offset = entry.offset ?? UInt32(archive.count)
      let sum = entry.checksum ?? crc32(entry.content)
      let packed = entry.packedSize ?? UInt32(entry.content.count)
      let size = entry.size ?? UInt32(entry.content.count)
      archive += le32(0x0403_4b50) + le16(20) + le16(entry.flags) + le16(entry.method) + le32(0) + le32(sum)
      archive += le32(packed) + le32(size) + le16(UInt16(entry.name.count)) + le16(0) + entry.name + entry.content
      list += le32(0x0201_4b50) + le16(3 << 8 | 20) + le16(20) + le16(entry.flags) + le16(entry.method) + le32(0)
      list += le32(sum) + le32(packed) + le32(size) + le16(UInt16(entry.name.count)) + le16(0) + le16(0) + le16(0)
      list += le16(0) + le32(entry.mode << 16) + le32(offset) + entry.name
    }
    let start = archive.count
    let number = UInt16(count ?? entries.count)
    archive += list + le32(0x0605_4b50) + le16(0) + le16(0) + le16(number) + le16(number)
    archive += le32(UInt32(list.count)) + le32(UInt32(start)) + le16(0)
    return archive
  }

  static func le16(_ number: UInt16) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8)] }
  static func le32(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 255) } }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
    }
  }
}
