import Blobs
import BlobsS3
import Core
import Egress
import Foundation
import Logging
import TestSupport

/// A bucket of its own on the S3 server that `scripts/with-s3` started.
enum S3Fixture {
  static func withStore(scratch: String, _ body: (any BlobStore) async throws -> Void) async throws {
    guard let endpoint = Environment["WEIR_TEST_S3"] else {
      throw MissingRequirement("WEIR_TEST_S3 is not set; run the tests by scripts/with-s3")
    }
    guard
      let location = S3Location(endpoint: endpoint, bucket: "weir-\(UUID().uuidString.lowercased())", prefix: "a b/"),
      let loopback = AllowedAddress("127.0.0.0/8")
    else { throw MissingRequirement("WEIR_TEST_S3 is no address: \(endpoint)") }
    let settings = OutboundSettings(rules: AddressRules(allowing: [loopback]))
    let service = try OutboundService(settings: settings, logger: Logger(label: "test"))
    let store = S3BlobStore(
      location: location,
      credentials: S3Credentials(accessKeyID: "test", secretAccessKey: Secret("test")),
      outbound: service.outbound,
      copies: LocalCopies(folder: scratch + "/copies", space: SpaceGuard(path: scratch, reserve: 0), effects: .live),
      effects: .live)
    do {
      try await store.makeBucket()
      try await body(store)
      try await service.shutdown()
    } catch {
      try await service.shutdown()
      throw error
    }
  }
}
