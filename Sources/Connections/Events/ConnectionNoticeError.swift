package import Core

/// Why somebody can't be told of connections.
package enum ConnectionNoticeError: CodedError, Equatable {
  case noSuchTarget
  /// The address isn't one. `expected` completes "It takes …".
  case wrongAddress(_ expected: String)
  case wrongWindow
  case noEvents
  case wrongSecret
  /// The receiver answered with this status.
  case refused(status: Int)

  package var code: String {
    switch self {
    case .noSuchTarget: "connection_notice_target_not_found"
    case .wrongAddress: "connection_notice_address"
    case .wrongWindow: "connection_notice_window"
    case .noEvents: "connection_notice_events"
    case .wrongSecret: "connection_notice_secret"
    case .refused: "connection_notice_refused"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .noSuchTarget: .notFound
    case .wrongAddress, .wrongWindow, .noEvents, .wrongSecret: .invalid
    case .refused: .upstream
    }
  }

  package var message: String {
    switch self {
    case .noSuchTarget: "There is nobody of that id who is told of connections."
    case .wrongAddress: "That isn't an address that notices can be sent to."
    case .wrongWindow: "The time to wait between two notices isn't one."
    case .noEvents: "Nothing is named that is to be told."
    case .wrongSecret: "That isn't a secret that webhooks can be signed with."
    case .refused(let status): "The receiver of notices answered with status \(status)."
    }
  }

  package var advice: String? {
    switch self {
    case .noSuchTarget: nil
    case .wrongAddress(let expected): "It takes \(expected)."
    case .wrongWindow: "It takes a number of seconds from 0 to 86400."
    case .noEvents: "It takes \(ConnectionEvent.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
    case .wrongSecret: "It takes whsec_ and then 24 to 64 bytes in base64; leave it out to have one made."
    case .refused: "Look whether the address still takes notices."
    }
  }
}
