import CSSH
import Core
import Crypto
import Foundation

/// What an SFTP server's refusals mean.
enum SFTPFault {
  static func error(_ fault: Int32, _ name: String) -> ActionError {
    switch UInt32(fault) {
    case cssh_unreachable.rawValue:
      ActionError(
        code: "service_unavailable", category: .unavailable, message: "\(name) can't be reached.", retry: .backOff)
    case cssh_refused.rawValue:
      ActionError(
        code: "service_unauthorized", category: .unauthenticated,
        message: "\(name) doesn't let this user in with this key or password.",
        advice: "Correct the connection. A new key must stand in the server's authorized_keys.")
    case cssh_missing.rawValue:
      ActionError(code: "service_not_found", category: .notFound, message: "There is no \"\(name)\" on the server.")
    case cssh_denied.rawValue:
      ActionError(
        code: "service_forbidden", category: .forbidden, message: "The server doesn't allow this at \"\(name)\".",
        advice: "Ask for the permission there, or choose another folder.")
    case cssh_exists.rawValue:
      ActionError(code: "service_conflict", category: .conflict, message: "\"\(name)\" is there already.")
    case cssh_full.rawValue:
      ActionError(
        code: "destination_full", category: .insufficientStorage, message: "There is no room left on the server.",
        advice: "Free some space there, then try again.")
    case cssh_failed.rawValue:
      ActionError(code: "service_refuses", category: .upstream, message: "The server can't do this at \"\(name)\".")
    default:
      ActionError(
        code: "service_unavailable", category: .unavailable,
        message: "The session with the server at \"\(name)\" broke.",
        retry: .backOff)
    }
  }

  /// - Parameter key: as the server sent it; its kind is its first word.
  static func unknownHost(_ host: String, key: Data, isKnown: Bool) -> ActionError {
    let length = key.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let kind = String(decoding: key.dropFirst(4).prefix(min(length, 64)), as: UTF8.self)
    let print = Data(SHA256.hash(data: key)).base64EncodedString().prefix { $0 != "=" }
    let line = "\(kind) \(key.base64EncodedString())"
    return ActionError(
      code: isKnown ? "host_key_changed" : "host_key_unknown", category: .forbidden,
      message: isKnown
        ? "\(host) shows another key than the one that is known (SHA256:\(print)): it isn't the same server, or it was set up anew."
        : "\(host) isn't known yet. It shows the key SHA256:\(print).",
      advice:
        "Compare the fingerprint with what whoever runs the server says. If it is right, enter this as the server's key: \(line)",
      details: ["hostKey": .string(line)])
  }
}
