import Core
import HTTPTypes
import Hummingbird

extension ErrorMapper {
  /// Errors as Azure Blob Storage sends them: an XML document, and the code in a header as well.
  static let azure = ErrorMapper { error, request, context in
    let code = AzureErrorCode.of(error)
    var headers = BlobHeaders.common(request, context)
    headers[.storageErrorCode] = code
    if let size = error.details["size"]?.intValue, error.category == .rangeNotSatisfiable {
      headers[.contentRange] = "bytes */\(size)"
    }
    let xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>\(code)</Code><Message>\(XMLText.escaped(error.description))\n"
      + "RequestId:\(XMLText.escaped(context.requestID))</Message></Error>"
    return .bytes(
      Array(xml.utf8), type: "application/xml", status: AzureErrorCode.status(error, request), headers: headers)
  }
}

/// The words that Azure's SDKs know for what can go wrong.
enum AzureErrorCode {
  static func of(_ error: any CodedError) -> String {
    byCode[error.code] ?? byCategory[error.category] ?? "InvalidInput"
  }

  /// Writers get a 403 for an upload address that has ended, as Azure answers it; readers a 410.
  static func status(_ error: any CodedError, _ request: Request) -> HTTPResponse.Status {
    error.category == .gone && request.method == .put ? .forbidden : error.httpStatus
  }

  private static let byCode = [
    "blob_already_written": "BlobAlreadyExists", "upload_finished": "BlobImmutableDueToPolicy",
    "unknown_block": "InvalidBlockList", "invalid_block_list": "InvalidXmlDocument", "md5_mismatch": "Md5Mismatch",
    "crc64_mismatch": "Crc64Mismatch", "invalid_parameter": "InvalidQueryParameterValue",
    "missing_parameter": "MissingRequiredQueryParameter", "method_not_allowed": "UnsupportedHttpVerb",
    "media_missing": "BlobNotFound", "unsupported_blob_type": "InvalidHeaderValue",
  ]

  private static let byCategory: [ErrorCategory: String] = [
    .forbidden: "AuthenticationFailed", .unauthenticated: "AuthenticationFailed", .gone: "AuthenticationFailed",
    .notFound: "ResourceNotFound", .conflict: "BlobAlreadyExists", .preconditionFailed: "ConditionNotMet",
    .tooLarge: "RequestBodyTooLarge", .rangeNotSatisfiable: "InvalidRange", .unavailable: "ServerBusy",
    .rateLimited: "ServerBusy", .fault: "InternalError", .insufficientStorage: "InsufficientStorage",
  ]
}
