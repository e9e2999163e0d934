import Core
import Crypto
import Foundation

/// What stays the same over all tries of one step, so that a service can tell a second try from a second wish.
struct StepIdentity: Sendable {
  /// The caller's key for the step.
  let key: String

  /// A UUID made of the key (RFC 9562, version 8).
  var uuid: UUID {
    var bytes = Array(SHA256.hash(data: Array(key.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }

  /// What templates know as `${run.…}`.
  var templateValues: JSONObject {
    ["uuid": .string(uuid.uuidString.lowercased()), "key": .string(key)]
  }
}
