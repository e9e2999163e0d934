package import Core

/// The keys of a service that wants every request signed with AWS Signature Version 4.
package struct AWSCredential: Sendable, Hashable {
  package let accessKeyID: String
  package let secretAccessKey: Secret
  /// As `eu-central-1`; S3-compatible stores take `us-east-1` mostly.
  package let region: String
  /// The name of the service in the signature, as `s3`.
  package let service: String
  /// Of temporary keys.
  package let sessionToken: Secret?

  package init(
    accessKeyID: String, secretAccessKey: Secret, region: String, service: String = "s3", sessionToken: Secret? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.region = region
    self.service = service
    self.sessionToken = sessionToken
  }
}
