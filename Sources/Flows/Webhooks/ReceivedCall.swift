package import Core
package import Foundation
package import Identity

package typealias ReceivedCallID = ID<ReceivedCall>

/// A call of a flow's address as it is kept: when it came, what it brought, and what became of it.
package struct ReceivedCall: Sendable, Hashable {
  /// A longer body isn't kept with the call; the run it started has it.
  package static let bodyLimit = 64 << 10

  /// Nor is a longer one of a call that was refused.
  package static let refusedBodyLimit = 8 << 10

  /// What became of it.
  package enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// It started a run.
    case accepted
    /// Its event had come before.
    case repeated
    /// It was understood and starts nothing.
    case ignored
    /// It asked whether the address is there.
    case answered
    case refused
  }

  package let id: ReceivedCallID
  package let flow: FlowID
  package let team: TeamID
  package let receivedAt: Date
  package let method: String
  package let remoteAddress: String?
  /// Bounded and masked.
  package let headers: JSONObject
  package let query: JSONObject
  /// The text of the body; `nil` when it isn't text, is a file or is longer than ``bodyLimit``.
  package let body: String?
  /// Of the body, in bytes.
  package let size: Int64
  /// The handle, when the body became a file.
  package let file: JSONValue?
  package let outcome: Outcome
  /// The HTTP status it was answered with.
  package let status: Int
  /// Why it was refused or ignored: a stable word, and a sentence.
  package let code: String?
  package let reason: String?
  /// The runs it started, or that the same events started before.
  package let runs: [RunID]
  /// The call it repeats on somebody's wish.
  package let replays: ReceivedCallID?
}
