import CDigest
import Core
import Foundation

/// A SHA-256 in the making whose state can be written down, so that it goes on after a crash without reading again what
/// was sent before.
package struct RunningDigest: Sendable {
  private var state = cdigest_sha256()

  package init() {
    cdigest_sha256_start(&state)
  }

  /// How many bytes were taken in.
  package var length: Int64 { Int64(state.length) }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    cdigest_sha256_update(&state, bytes.baseAddress, bytes.count)
  }

  /// The SHA-256 of what was taken in so far, as 64 hexadecimal digits.
  package var sha256: String {
    var digest = [UInt8](repeating: 0, count: 32)
    withUnsafePointer(to: state) { cdigest_sha256_finish($0, &digest) }
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The state as text, for a checkpoint on the same kind of machine.
  package var saved: String {
    withUnsafeBytes(of: state) { Data($0).base64EncodedString() }
  }

  /// Takes up what ``saved`` gave.
  /// - Returns: `nil` when `text` is no such state.
  package init?(saved text: String) {
    guard let data = Data(base64Encoded: text), data.count == MemoryLayout<cdigest_sha256>.size else { return nil }
    state = data.withUnsafeBytes { $0.loadUnaligned(as: cdigest_sha256.self) }
  }
}
