import CPostgres
import Persistence

/// The arguments of a statement as libpq takes them: bytes in binary, everything else as text, each with its type, so
/// that the server never has to guess.
struct PostgresArguments {
  /// Of `null` there is none: the server takes it from where the argument stands.
  let types: [Oid]
  private let formats: [Int32]
  private let lengths: [Int32]
  /// Where each value begins in ``bytes``; `nil` for null.
  private let offsets: [Int?]
  private let bytes: [UInt8]

  init(_ values: [SQLValue]) {
    var bytes: [UInt8] = []
    var offsets: [Int?] = []
    var lengths: [Int32] = []
    for value in values {
      guard let encoded = value.encoded else {
        offsets.append(nil)
        lengths.append(0)
        continue
      }
      offsets.append(bytes.count)
      lengths.append(Int32(encoded.count))
      bytes.append(contentsOf: encoded)
      bytes.append(0)
    }
    self.bytes = bytes
    self.offsets = offsets
    self.lengths = lengths
    types = values.map(\.typeNumber)
    formats = values.map { if case .bytes = $0 { 1 } else { 0 } }
  }

  /// Lends them: how many, their values, lengths and formats.
  func withPointers<Answer>(
    _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Answer
  ) -> Answer {
    bytes.withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      let pointers = offsets.map { offset in offset.flatMap { offset in start.map { $0 + offset } } }
      return pointers.withUnsafeBufferPointer { values in
        lengths.withUnsafeBufferPointer { lengths in
          formats.withUnsafeBufferPointer { formats in
            body(Int32(offsets.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }
}

extension SQLValue {
  fileprivate var encoded: [UInt8]? {
    switch self {
    case .null: nil
    case .int(let number): Array(String(number).utf8)
    case .real(let number): Array(number.description.utf8)
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    }
  }

  fileprivate var typeNumber: Oid {
    switch self {
    case .null: 0
    case .int: PostgresType.int8
    case .real: PostgresType.float8
    case .text: PostgresType.text
    case .bytes: PostgresType.bytea
    }
  }
}
