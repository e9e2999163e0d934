import Blobs

/// How blocks become the parts of a multipart upload: large ones are copied by the service itself, small neighbours
/// are sent again together. Pure.
struct AssemblyPlan: Equatable {
  enum Part: Equatable {
    /// The service copies this range of one object.
    case copy(part: String, range: Range<Int64>)
    /// We read these objects and send them as one.
    case send(parts: [String], size: Int64)
  }

  private(set) var parts: [Part] = []

  /// - Parameters:
  ///   - blocks: the objects in order, none of them empty.
  ///   - smallest: every part but the last must be at least this large.
  ///   - largest: no part may be larger.
  init(blocks: [(part: String, size: Int64)], smallest: Int64, largest: Int64) {
    var small: [(part: String, size: Int64)] = []
    var smallSize: Int64 = 0
    func flushed() -> Part { .send(parts: small.map(\.part), size: smallSize) }
    for block in blocks {
      if small.isEmpty, block.size >= smallest {
        parts += Self.copies(of: block, smallest: smallest, largest: largest)
        continue
      }
      small.append(block)
      smallSize += block.size
      if smallSize >= smallest {
        parts.append(flushed())
        small = []
        smallSize = 0
      }
    }
    if !small.isEmpty { parts.append(flushed()) }
  }

  private static func copies(
    of block: (part: String, size: Int64), smallest: Int64, largest: Int64
  ) -> [Part] {
    guard block.size > largest else { return [.copy(part: block.part, range: 0..<block.size)] }
    let count = (block.size + largest - 1) / largest
    return (0..<count).map { index in
      .copy(part: block.part, range: block.size * index / count..<block.size * (index + 1) / count)
    }
  }
}
