import HTTPTypes
import Hummingbird

extension HTTPField.Name {
  static let storageVersion = named("x-ms-version")
  static let storageRequestID = named("x-ms-request-id")
  static let storageClientRequestID = named("x-ms-client-request-id")
  static let storageErrorCode = named("x-ms-error-code")
  static let storageEncrypted = named("x-ms-request-server-encrypted")
  static let storageRange = named("x-ms-range")
  static let contentCRC64 = named("x-ms-content-crc64")
  static let blobType = named("x-ms-blob-type")
  static let committedBlockCount = named("x-ms-blob-committed-block-count")
}

/// The headers that Azure Blob Storage puts on every answer, and its SDKs look for.
enum BlobHeaders {
  static func common(_ request: Request, _ context: APIContext) -> HTTPFields {
    var headers = HTTPFields()
    headers[.storageRequestID] = context.requestID
    headers[.storageVersion] = request.headers[.storageVersion] ?? "2021-12-02"
    headers[.storageClientRequestID] = request.headers[.storageClientRequestID]
    return headers
  }
}
