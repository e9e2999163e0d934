package import Core
import Egress

/// Who we are to the service.
package struct S3Credentials: Sendable {
  package let accessKeyID: String
  package let secretAccessKey: Secret
  /// With temporary credentials only.
  package let sessionToken: Secret?

  package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  func signature(region: String) -> SignatureV4 {
    SignatureV4(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken, region: region)
  }
}
