import Connectors
import Core

/// Reads and judges the list of files at the end of a ZIP archive, before anything is unpacked.
struct ZipDirectory {
  let file: OpenFile
  let size: Int64
  let limits: ZipLimits

  private static let wordSize = 20

  /// - Throws: ``FileStepError/hostileArchive(file:entry:reason:)`` when anything in it isn't as it should be.
  func entries() async throws -> [ZipEntry] {
    let (offset, length, count, base) = try await place()
    guard count <= limits.entries else {
      throw hostile("", "it has \(count) files, and at most \(limits.entries) are unpacked")
    }
    // A name may have 65,535 bytes, as may what comes beside it; nobody's has on average.
    guard length <= 4096 * Int64(limits.entries), offset >= 0, offset + length <= size else {
      throw damaged("its list of files isn't where it should be")
    }
    let bytes = try await file.bytes(offset..<offset + length)
    var reader = LittleEndian(bytes[...])
    var entries: [ZipEntry] = []
    while reader.left >= 4, let entry = try next(&reader) {
      entries.append(entry)
      guard entries.count <= limits.entries else { throw hostile("", "it has more files than it says") }
    }
    guard entries.count == count else { throw damaged("its list of files is cut off") }
    try judge(entries, end: base)
    return entries.filter { !$0.isFolder }
  }

  /// Where the list is: its offset and length, how many files it has, and where the files end.
  private func place() async throws -> (Int64, Int64, Int, Int64) {
    let tail = max(0, size - 65_557)
    let bytes = try await file.bytes(tail..<size)
    guard bytes.count >= 22 else { throw damaged("it is no ZIP file") }
    var start = bytes.count - 22
    while start >= 0, bytes[start..<start + 4] != [0x50, 0x4b, 5, 6] { start -= 1 }
    guard start >= 0 else { throw damaged("it is no ZIP file, or it is cut off") }
    var end = LittleEndian(bytes[(start + 4)...])
    guard let disk = end.number(2), let listDisk = end.number(2), end.number(2) != nil, let count = end.number(2),
      let length = end.number(4), let offset = end.number(4)
    else { throw damaged("its end is cut off") }
    if count == 0xffff || length == 0xffff_ffff || offset == 0xffff_ffff {
      return try await largePlace(before: tail + Int64(start))
    }
    guard disk == 0, listDisk == 0 else { throw damaged("it is a part of several") }
    return (Int64(offset), Int64(length), Int(count), Int64(offset))
  }

  /// The same for archives that need larger numbers (ZIP64).
  private func largePlace(before end: Int64) async throws -> (Int64, Int64, Int, Int64) {
    guard end >= Int64(Self.wordSize) else { throw damaged("its end is cut off") }
    var locator = LittleEndian(try await file.bytes(end - Int64(Self.wordSize)..<end)[...])
    guard locator.number(4) == 0x0706_4b50, locator.number(4) == 0, let place = locator.number(8),
      place <= UInt64(size), Int64(place) + 56 <= size
    else { throw damaged("its end is damaged") }
    var record = LittleEndian(try await file.bytes(Int64(place)..<Int64(place) + 56)[...])
    guard record.number(4) == 0x0606_4b50, record.slice(20) != nil, record.number(8) != nil,
      let count = record.number(8), let length = record.number(8), let offset = record.number(8),
      count <= 1 << 32, length <= UInt64(size), offset <= UInt64(size)
    else { throw damaged("its end is damaged") }
    return (Int64(offset), Int64(length), Int(count), Int64(offset))
  }

  private func next(_ reader: inout LittleEndian) throws -> ZipEntry? {
    guard reader.number(4) == 0x0201_4b50 else { return nil }
    guard let madeBy = reader.number(2), reader.number(2) != nil, let flags = reader.number(2),
      let method = reader.number(2), reader.number(4) != nil, let checksum = reader.number(4),
      let packed = reader.number(4), let size = reader.number(4), let nameLength = reader.number(2),
      let extraLength = reader.number(2), let commentLength = reader.number(2), reader.number(4) != nil,
      let attributes = reader.number(4), let offset = reader.number(4), let name = reader.slice(Int(nameLength)),
      let extra = reader.slice(Int(extraLength)), reader.slice(Int(commentLength)) != nil
    else { throw damaged("its list of files is cut off") }
    let path = try ZipName(name, isUTF8: flags & 0x800 != 0).safe { hostile($0, $1) }
    if flags & 1 != 0 { throw hostile(path, "it is locked with a password") }
    // 3: made on a Unix, whose kinds of files stand in the upper half.
    let kind = attributes >> 28
    if madeBy >> 8 == 3, kind != 0, kind != 8, kind != 4 { throw hostile(path, "it holds a link or a device") }
    guard method == 0 || method == 8 else { throw hostile(path, "it is packed by a method that isn't known here") }
    let large = try large(extra, size, packed, offset, path)
    return ZipEntry(
      path: path, method: UInt16(method), checksum: UInt32(checksum), packedSize: large.packed, size: large.size,
      offset: large.offset)
  }

  /// The numbers that don't fit into 32 bits stand in a field of their own.
  private func large(_ extra: ArraySlice<UInt8>, _ size: UInt64, _ packed: UInt64, _ offset: UInt64, _ path: String)
    throws -> (size: Int64, packed: Int64, offset: Int64)
  {
    var numbers = [size, packed, offset]
    var fields = LittleEndian(extra)
    while let kind = fields.number(2), let length = fields.number(2), let field = fields.slice(Int(length)) {
      guard kind == 1 else { continue }
      var words = LittleEndian(field)
      for index in numbers.indices where numbers[index] == 0xffff_ffff {
        guard let number = words.number(8) else { throw damaged("the sizes of \"\(path)\" are cut off") }
        numbers[index] = number
      }
    }
    guard numbers.allSatisfy({ $0 < 1 << 62 }) else { throw hostile(path, "it has an impossible size") }
    return (Int64(numbers[0]), Int64(numbers[1]), Int64(numbers[2]))
  }

  private func judge(_ entries: [ZipEntry], end: Int64) throws {
    var total: Int64 = 0
    for entry in entries {
      total += entry.size
      guard total <= limits.size else {
        throw hostile(entry.path, "its files have more than the \(limits.size) bytes allowed")
      }
      guard entry.size <= max(16 << 20, limits.ratio * max(1, entry.packedSize)) else {
        throw hostile(entry.path, "it unpacks to more than \(limits.ratio) times its size")
      }
    }
    guard total <= max(16 << 20, limits.ratio * size) else {
      throw hostile("", "it unpacks to more than \(limits.ratio) times its size")
    }
    // Files that share bytes make a small archive a huge one.
    var place: Int64 = 0
    for entry in entries.sorted(by: { $0.offset < $1.offset }) {
      guard entry.offset >= place, entry.offset + 30 + entry.packedSize <= end else {
        throw hostile(entry.path, "its files overlap or lie outside of it")
      }
      place = entry.offset + 30 + entry.packedSize
    }
    let paths = entries.map { $0.path.lowercased() }
    if Set(paths).count < paths.count { throw hostile("", "two of its files have the same name") }
  }

  func damaged(_ reason: String) -> FileStepError { .damagedArchive(file: file.name, reason: reason) }

  func hostile(_ entry: String, _ reason: String) -> FileStepError {
    .hostileArchive(file: file.name, entry: String(entry.prefix(200)), reason: reason)
  }
}
