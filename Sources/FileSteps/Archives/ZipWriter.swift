import Core

/// Makes the pieces of a ZIP archive that stand around the files' own bytes (APPNOTE 6.3.10).
///
/// Sizes are written behind each file, since they are known only then, and always with room for large ones.
struct ZipWriter {
  /// A file that was written.
  private struct Written {
    let path: [UInt8]
    let method: UInt64
    let checksum: UInt64
    let packedSize: Int64
    let size: Int64
    let offset: Int64
  }

  private var files: [Written] = []
  /// 1 January 1980, the first day that the format knows: the same files make the same archive.
  private static let time: UInt64 = 0x0021_0000

  /// - Parameter method: 0: stored, 8: deflate.
  func start(_ path: String, method: Int) -> [UInt8] {
    let name = Array(path.utf8)
    var bytes: [UInt8] = []
    bytes.append(0x0403_4b50, count: 4)
    // Version 4.5 for large sizes; sizes follow, names are UTF-8.
    for (number, count) in [(45, 2), (0x0808, 2), (UInt64(method), 2), (Self.time, 4), (0, 4)] {
      bytes.append(number, count: count)
    }
    for (number, count) in [(0xffff_ffff, 4), (0xffff_ffff, 4), (UInt64(name.count), 2), (20, 2)] {
      bytes.append(number, count: count)
    }
    bytes += name
    for (number, count) in [(1, 2), (16, 2), (0, 8), (0, 8)] as [(UInt64, Int)] { bytes.append(number, count: count) }
    return bytes
  }

  /// Ends a file.
  /// - Parameter offset: where its start stands.
  mutating func end(_ path: String, method: Int, checksum: UInt, packed: Int64, size: Int64, offset: Int64) -> [UInt8] {
    files.append(
      Written(
        path: Array(path.utf8), method: UInt64(method), checksum: UInt64(checksum), packedSize: packed, size: size,
        offset: offset))
    var bytes: [UInt8] = []
    for (number, count) in [(0x0807_4b50, 4), (UInt64(checksum), 4), (UInt64(packed), 8), (UInt64(size), 8)] {
      bytes.append(number, count: count)
    }
    return bytes
  }

  /// The list of files, and the end.
  /// - Parameter offset: where it stands.
  func finish(at offset: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    for file in files { Self.append(file, to: &bytes) }
    let (length, count) = (UInt64(bytes.count), UInt64(files.count))
    let record: [(UInt64, Int)] = [
      (0x0606_4b50, 4), (44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (count, 8), (count, 8), (length, 8),
      (UInt64(offset), 8),
    ]
    let locator: [(UInt64, Int)] = [(0x0706_4b50, 4), (0, 4), (UInt64(offset) + length, 8), (1, 4)]
    let short = min(count, 0xffff)
    let end: [(UInt64, Int)] = [
      (0x0605_4b50, 4), (0, 2), (0, 2), (short, 2), (short, 2), (min(length, 0xffff_ffff), 4),
      (min(UInt64(offset), 0xffff_ffff), 4), (0, 2),
    ]
    let isLarge = count >= 0xffff || length >= 0xffff_ffff || offset >= 0xffff_ffff
    for (number, size) in (isLarge ? record + locator : []) + end { bytes.append(number, count: size) }
    return bytes
  }

  private static func append(_ file: Written, to bytes: inout [UInt8]) {
    let fields: [(UInt64, Int)] = [
      (0x0201_4b50, 4), (45, 2), (45, 2), (0x0808, 2), (file.method, 2), (time, 4), (file.checksum, 4),
      (0xffff_ffff, 4), (0xffff_ffff, 4), (UInt64(file.path.count), 2), (28, 2), (0, 2), (0, 2), (0, 2), (0, 4),
      (0xffff_ffff, 4),
    ]
    for (number, count) in fields { bytes.append(number, count: count) }
    bytes += file.path
    let large: [(UInt64, Int)] = [
      (1, 2), (24, 2), (UInt64(file.size), 8), (UInt64(file.packedSize), 8), (UInt64(file.offset), 8),
    ]
    for (number, count) in large { bytes.append(number, count: count) }
  }
}
