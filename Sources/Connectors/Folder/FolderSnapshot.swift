import Core
import Crypto
import Foundation

/// Which files were there, and in which state, in twelve bytes a file: what a look at a folder remembers for the next.
///
/// A file is known by the first eight bytes of its path's SHA-256, its state by four bytes of that of size and date.
/// Among half a million files two share a name in one of 10^8 folders, and a change goes unseen in one of 4 * 10^9.
struct FolderSnapshot: Sendable, Equatable {
  /// What happened to a file since.
  enum Change: String, Sendable {
    case none
    case created
    case changed
  }

  private static let entrySize = 12
  private var states: [UInt64: UInt32] = [:]

  init() {}

  /// - Parameter cursor: `nil` for the first look, when nothing is known.
  /// - Returns: `nil` when it is none of ``cursor``.
  init?(cursor: String?) {
    guard let cursor, !cursor.isEmpty else { return }
    guard let bytes = Base64URL.decode(cursor), bytes.count.isMultiple(of: Self.entrySize) else { return nil }
    states.reserveCapacity(bytes.count / Self.entrySize)
    for start in stride(from: 0, to: bytes.count, by: Self.entrySize) {
      let name = bytes[start..<(start + 8)].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      states[name] = bytes[(start + 8)..<(start + 12)].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    }
  }

  /// The same for the same files, in whatever order they were added. A folder without files has one of its own.
  var cursor: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(states.count * Self.entrySize)
    for (name, state) in states.sorted(by: { $0.key < $1.key }) {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: name >> UInt64(shift)))
      }
      for shift in stride(from: 24, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: state >> UInt32(shift)))
      }
    }
    return Base64URL.encode(bytes)
  }

  func change(of file: FolderWalk.Found) -> Change {
    guard let state = states[Self.name(file)] else { return .created }
    return state == Self.state(file) ? .none : .changed
  }

  mutating func add(_ file: FolderWalk.Found) {
    states[Self.name(file)] = Self.state(file)
  }

  /// Leaves a file as another snapshot has it, or unknown.
  mutating func keep(_ file: FolderWalk.Found, from other: FolderSnapshot) {
    states[Self.name(file)] = other.states[Self.name(file)]
  }

  private static func name(_ file: FolderWalk.Found) -> UInt64 {
    SHA256.hash(data: Array(file.path.text.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func state(_ file: FolderWalk.Found) -> UInt32 {
    let status = file.status
    let text = "\(status.size) \(status.modifiedSeconds).\(status.modifiedNanoseconds)"
    return SHA256.hash(data: Array(text.utf8)).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}
