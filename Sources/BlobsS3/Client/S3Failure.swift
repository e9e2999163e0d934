import Blobs
import Egress

/// An answer of the service that isn't what was asked for.
struct S3Failure: Error {
  let status: Int
  /// The service's own word, such as `NoSuchKey`; empty where it gave none.
  let code: String

  /// Whether the same request may go better in a moment.
  var isTransient: Bool { [500, 502, 503, 504, 429].contains(status) }

  /// What it means to a room.
  var blobError: BlobError {
    if status == 507 || ["QuotaExceeded", "XMinioStorageFull"].contains(code) { return .insufficientStorage }
    let word = code.isEmpty ? "" : " (\(code))"
    return .unavailable(reason: "the S3 service answered \(status)\(word)")
  }
}

extension BlobError {
  /// What went wrong on the way to the service; errors of a caller's own stream stay what they are.
  static func outward(_ error: any Error) -> any Error {
    switch error {
    case let failure as S3Failure: failure.blobError
    case let error as OutboundError: BlobError.unavailable(reason: error.code)
    default: error
    }
  }
}
