package import Core

/// Why a mail wasn't handed in. Nothing of it was accepted.
package enum SMTPError: Error, Equatable {
  case unreachable(host: String, reason: String)
  case timedOut(host: String)
  /// The server offers no STARTTLS; the mail isn't sent in clear.
  case noTLS(host: String)
  /// The server offers no way to sign in that is known here.
  case noSignIn(host: String)
  case signInRefused(host: String)
  /// The server says no to something else, in its own words.
  case refused(code: Int, words: String)
  /// What it says is no SMTP.
  case unreadable(host: String)
}

extension SMTPError: CodedError {
  package var code: String {
    switch self {
    case .unreachable: "mail_server_unreachable"
    case .timedOut: "mail_server_timed_out"
    case .noTLS: "mail_server_without_tls"
    case .noSignIn: "mail_sign_in_unknown"
    case .signInRefused: "mail_sign_in_refused"
    case .refused: "mail_refused"
    case .unreadable: "mail_server_unreadable"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .unreachable, .timedOut: .unavailable
    case .refused(let code, _): code < 500 ? .unavailable : .upstream
    case .noTLS, .noSignIn, .signInRefused, .unreadable: .upstream
    }
  }

  package var message: String {
    switch self {
    case .unreachable(let host, let reason): "The mail server \(host) can't be reached: \(reason)."
    case .timedOut(let host): "The mail server \(host) doesn't answer in time."
    case .noTLS(let host): "The mail server \(host) offers no TLS, so nothing was sent to it."
    case .noSignIn(let host): "The mail server \(host) offers no way to sign in that is known here."
    case .signInRefused(let host): "The mail server \(host) refuses the user name or the password."
    case .refused(let code, let words): "The mail server says \(code): \(words)"
    case .unreadable(let host): "What \(host) answers is no SMTP."
    }
  }

  package var advice: String? {
    switch self {
    case .unreachable, .unreadable: "Check host and port in the setting mail.url."
    case .timedOut: "Try again in a moment."
    case .noTLS: "Use smtps:// in the setting mail.url, or add ?tls=none for a server on this machine."
    case .noSignIn, .signInRefused: "Check the user name and the password in the setting mail.url."
    case .refused: nil
    }
  }
}
