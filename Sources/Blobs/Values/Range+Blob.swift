extension Range<Int64> {
  /// The part of the range that a blob of that size has.
  /// - Throws: ``BlobError/rangeNotSatisfiable(size:)`` when it begins at or after the end, unless it is empty.
  package func clamped(toBlobOf size: Int64) throws(BlobError) -> Range<Int64> {
    if isEmpty, lowerBound >= 0, lowerBound <= size { return self }
    guard lowerBound >= 0, lowerBound < size else { throw .rangeNotSatisfiable(size: size) }
    return clamped(to: 0..<size)
  }
}
