/// Which part of the one origin an endpoint belongs to: it decides how errors look and which headers are set.
package enum Surface: String, Sendable, CaseIterable {
  /// The MediaValet Open API at the root: envelopes, and its error shapes.
  case mediaValet
  /// `/rest/v1` and whatever has no shape of its own: `application/problem+json` (RFC 9457).
  case rest
  /// `/connect` and `/.well-known`: errors as RFC 6749, section 5.2.
  case oauth
  /// `/blobs` and `/cdn`: errors as Azure Blob Storage sends them.
  case blobs
  /// `/app`: errors are pages.
  case pages
  /// Health, metrics and the API's own description.
  case operations
}
