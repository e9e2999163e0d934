import Foundation

/// A ZIP archive of one small file, not compressed (APPNOTE 6.3.3). For exports that clients expect zipped.
enum ZipArchive {
  /// - Parameters:
  ///   - name: of the file inside.
  ///   - content: fewer than 4 GB.
  static func bytes(name: String, content: [UInt8]) -> [UInt8] {
    let name = Array(name.utf8)
    let crc = crc32(content)
    let size = UInt32(truncatingIfNeeded: content.count)
    // Version 2.0, names in UTF-8, stored, 1980-01-01: the time isn't of use to anybody.
    var common = word(20) + word(0x0800) + word(0)
    common += word(0) + word(0x21) + long(crc)
    common += long(size) + long(size)
    var local = long(0x0403_4b50) + common
    local += word(name.count) + word(0) + name
    var directory = long(0x0201_4b50) + word(20) + common
    directory += word(name.count) + word(0) + word(0) + word(0) + word(0)
    directory += long(0) + long(0) + name
    var end = long(0x0605_4b50) + word(0) + word(0) + word(1) + word(1)
    end += long(UInt32(directory.count)) + long(UInt32(local.count) + size) + word(0)
    return local + content + directory + end
  }

  private static func word(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  private static func long(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      let index = UInt8(truncatingIfNeeded: crc) ^ byte
      crc = table[Int(index)] ^ (crc >> 8)
    }
    return ~crc
  }

  private static let table: [UInt32] = (0..<256).map { index in
    var value = UInt32(index)
    for _ in 0..<8 {
      let shifted = value >> 1
      value = value & 1 == 1 ? shifted ^ 0xEDB8_8320 : shifted
    }
    return value
  }
}
