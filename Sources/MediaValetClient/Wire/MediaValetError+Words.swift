package import Core
internal import Foundation

extension MediaValetError: CustomStringConvertible {
  /// What happened and what to do about it, for people.
  public var description: String {
    [message, advice].compactMap(\.self).joined(separator: " ")
  }

  /// A stable name that programs may compare.
  package var code: String {
    switch self {
    case .subscriptionKeyRefused: "mediavalet_subscription_key_refused"
    case .unauthorized: "mediavalet_unauthorized"
    case .forbidden: "mediavalet_forbidden"
    case .notFound: "mediavalet_not_found"
    case .rateLimited: "mediavalet_rate_limited"
    case .unavailable: "mediavalet_unavailable"
    case .refused: "mediavalet_refused"
    case .reported: "mediavalet_reported_errors"
    case .unreadableAnswer: "mediavalet_unreadable_answer"
    case .noAnswer: "mediavalet_no_answer"
    case .storageRefused: "mediavalet_storage_refused"
    case .uploadExpired: "mediavalet_upload_expired"
    case .sourceChanged: "file_changed"
    case .damaged: "mediavalet_upload_damaged"
    }
  }

  /// What kind of trouble it is.
  package var category: ErrorCategory {
    switch self {
    case .subscriptionKeyRefused, .unauthorized: .unauthenticated
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .rateLimited: .rateLimited
    case .unavailable, .noAnswer: .unavailable
    case .refused(_, let status, _): status == 409 ? .conflict : .invalid
    case .storageRefused(let status, _): status == 507 ? .insufficientStorage : .upstream
    case .reported, .unreadableAnswer, .damaged: .upstream
    case .uploadExpired: .gone
    case .sourceChanged: .conflict
    }
  }

  /// One sentence that says what happened.
  package var message: String {
    switch self {
    case .subscriptionKeyRefused: "MediaValet refuses the subscription key."
    case .unauthorized(let operation): "MediaValet refuses the sign-in for \(operation)."
    case .forbidden(let operation, let text): Self.sentence("MediaValet doesn't allow \(operation)", text)
    case .notFound(let operation): "MediaValet doesn't have what \(operation) asks for."
    case .rateLimited(let operation, _): "MediaValet asks to slow down at \(operation)."
    case .unavailable(let operation, let status): "MediaValet failed at \(operation) with status \(status)."
    case .refused(let operation, let status, let text):
      Self.sentence("MediaValet refuses \(operation) with status \(status)", text)
    case .reported(let operation, let errors):
      Self.sentence("MediaValet reports errors at \(operation)", errors.joined(separator: "; "))
    case .unreadableAnswer(let operation, let reason):
      Self.sentence("MediaValet's answer to \(operation) can't be read", reason)
    case .noAnswer(let operation, let reason, _): Self.sentence("MediaValet didn't answer \(operation)", reason)
    case .storageRefused(let status, let code):
      Self.sentence("MediaValet's storage refuses the bytes with status \(status)", code)
    case .uploadExpired(let asset): "The upload of asset \(asset.uuidString.lowercased()) has expired."
    case .sourceChanged(let name, let reason): Self.sentence("The file \(name) changed while it was uploaded", reason)
    case .damaged(let asset, let reason):
      Self.sentence("Asset \(asset.uuidString.lowercased()) isn't what was sent", reason)
    }
  }

  /// One sentence that says what to do next.
  package var advice: String? {
    switch self {
    case .subscriptionKeyRefused: "Enter the key of your API plan in the connection's settings."
    case .unauthorized: "Reconnect the connection."
    case .forbidden: "Ask an administrator of the library for the permission, or use another account."
    case .uploadExpired: "Start the upload again."
    case .sourceChanged: "Upload it again once nobody changes it any more."
    case .damaged: "Upload it again; if that doesn't help, look at the file itself."
    default: nil
    }
  }

  /// Whether the same call may go well later without anybody changing anything.
  package var isTransient: Bool {
    switch self {
    case .rateLimited, .unavailable, .noAnswer: true
    case .storageRefused(let status, _): status >= 500 || status == 408 || status == 429
    default: false
    }
  }

  private static func sentence(_ start: String, _ text: String?) -> String {
    guard let text, !text.isEmpty else { return start + "." }
    return "\(start): \(text.hasSuffix(".") ? String(text.dropLast()) : text)."
  }
}
