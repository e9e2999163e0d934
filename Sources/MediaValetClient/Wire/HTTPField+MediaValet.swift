internal import HTTPTypes

extension HTTPField.Name {
  /// Which version of the API is spoken.
  static let apiVersion = known("x-mv-api-version")
  /// The key of the API plan, for the real service's gateway.
  static let subscriptionKey = known("Ocp-Apim-Subscription-Key")
  /// What an Azure blob is made of.
  static let blobType = known("x-ms-blob-type")
  /// Which version of Azure's storage protocol is spoken.
  static let storageVersion = known("x-ms-version")
  /// The MIME type that an Azure blob is given.
  static let blobContentType = known("x-ms-blob-content-type")
  /// Azure's own word for an error.
  static let storageErrorCode = known("x-ms-error-code")
  /// The MD5 of a body (RFC 1864), checked by Azure.
  static let contentMD5 = known("Content-MD5")

  /// All names above are tokens of RFC 9110, so the fallback is never taken.
  private static func known(_ name: String) -> HTTPField.Name {
    HTTPField.Name(name) ?? .te
  }
}
