public import struct Foundation.UUID

/// Why a call to MediaValet, or an upload, didn't do what was asked. No case holds a token, a key or a signed URL.
public enum MediaValetError: Error, Sendable, Equatable {
  /// The gateway refuses the subscription key, or misses it (401). Refreshing the token doesn't help.
  case subscriptionKeyRefused
  /// The access token is refused even after it was renewed (401).
  case unauthorized(operation: String)
  /// The person behind the token may not do this, or the feature is off (403).
  case forbidden(operation: String, message: String?)
  /// There is no such thing (404), or nothing there (204 where something is needed).
  case notFound(operation: String)
  /// Too many requests (429). `seconds` is what the service asks to wait, where it says so.
  case rateLimited(operation: String, seconds: Int?)
  /// The service has trouble of its own (5xx).
  case unavailable(operation: String, status: Int)
  /// Any other status that isn't a success.
  case refused(operation: String, status: Int, message: String?)
  /// A 2xx whose envelope lists errors: part of what was asked wasn't done.
  case reported(operation: String, errors: [String])
  /// The answer isn't what the documentation says.
  case unreadableAnswer(operation: String, reason: String)
  /// There was no answer. `mayHaveArrived` says whether the service may have acted all the same.
  case noAnswer(operation: String, reason: String, mayHaveArrived: Bool)
  /// The storage behind an upload URL refuses bytes. `code` is its own word, such as `AuthenticationFailed`.
  case storageRefused(status: Int, code: String?)
  /// The upload URL has run out and the service gives no new one for the same asset.
  case uploadExpired(asset: UUID)
  /// The file isn't the one that the upload began with, or gave other bytes than announced.
  case sourceChanged(name: String, reason: String)
  /// What arrived isn't what was sent.
  case damaged(asset: UUID, reason: String)
}
