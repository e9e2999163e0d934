import Blobs

/// Which bytes a `Range` header asks for (RFC 9110, section 14.2). Pure.
enum ByteRange {
  /// - Returns: `nil` when all bytes are to be sent: no header, one that can't be understood, or several ranges.
  /// - Throws: `BlobError.rangeNotSatisfiable` when the range lies outside of the bytes.
  static func parse(_ header: String?, size: Int64) throws -> Range<Int64>? {
    guard let header, header.lowercased().hasPrefix("bytes=") else { return nil }
    let spec = header.dropFirst("bytes=".count).filter { $0 != " " }
    let ends = spec.split(separator: "-", omittingEmptySubsequences: false)
    guard !spec.contains(","), ends.count == 2 else { return nil }
    if ends[0].isEmpty {
      guard let length = Int64(ends[1]), length >= 0 else { return nil }
      guard length > 0, size > 0 else { throw BlobError.rangeNotSatisfiable(size: size) }
      return max(0, size - length)..<size
    }
    guard let first = Int64(ends[0]), first >= 0 else { return nil }
    let last = ends[1].isEmpty ? Int64.max - 1 : Int64(ends[1])
    guard let last, last >= first else { return nil }
    guard first < size else { throw BlobError.rangeNotSatisfiable(size: size) }
    return first..<min(last + 1, size)
  }
}
