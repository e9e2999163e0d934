package import Core

/// What can be wrong with who is told of failures.
package enum NoticeError: Error, Equatable {
  case noSuchTarget
  /// The address isn't of its kind; what it must be completes "It must be …".
  case wrongAddress(String)
  /// The window is out of range.
  case wrongWindow
  /// Nobody set up how mail is sent.
  case noMailServer
  /// The receiver didn't take the notice.
  case refused(status: Int)
}

extension NoticeError: CodedError {
  package var code: String {
    switch self {
    case .noSuchTarget: "notice_target_not_found"
    case .wrongAddress: "notice_address_invalid"
    case .wrongWindow: "notice_window_invalid"
    case .noMailServer: "mail_not_configured"
    case .refused: "notice_refused"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .noSuchTarget: .notFound
    case .wrongAddress, .wrongWindow: .invalid
    case .noMailServer: .conflict
    case .refused: .upstream
    }
  }

  package var message: String {
    switch self {
    case .noSuchTarget: "Nobody of that id is told of failures."
    case .wrongAddress(let expected): "The address must be \(expected)."
    case .wrongWindow: "The window must be from 0 to 86400 seconds."
    case .noMailServer: "No mail server is set up."
    case .refused(let status): "The receiver answers with status \(status)."
    }
  }

  package var advice: String? {
    switch self {
    case .noMailServer: "Ask the operator to set mail.url and mail.from."
    case .refused: "Check the address."
    default: nil
    }
  }
}
