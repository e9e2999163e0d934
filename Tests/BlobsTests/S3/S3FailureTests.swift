import Blobs
import BlobsS3
import Core
import Egress
import Synchronization
import TestSupport
import Testing

@Suite("When S3 fails")
struct S3FailureTests {
  @Test func aFullServiceIsInsufficientStorage() async throws {
    let store = try store { _ in OutboundResponse(status: 507) }
    await #expect(throws: BlobError.insufficientStorage) { _ = try await store.store(ByteStream([1])) }
  }

  @Test func aServiceThatAsksForPatienceIsAskedAgain() async throws {
    let clock = TestClock()
    let requests = Mutex(0)
    let store = try store(clock) { _ in
      let number = requests.withLock { count in
        count += 1
        return count
      }
      return number < 3 ? OutboundResponse(status: 503) : OutboundResponse(status: 404)
    }
    let hash = ContentHash(digest: [UInt8](repeating: 1, count: 32))
    async let info = store.info(hash)
    for _ in 0..<2 {
      await clock.waitForSleepers(1)
      clock.advance(by: .seconds(1))
    }
    let answer = try await info
    #expect(answer == nil)
    #expect(requests.withLock(\.self) == 3)
  }

  @Test func aServiceThatIsAwayIsUnavailable() async throws {
    let store = try store { _ in throw OutboundError.closed }
    let hash = ContentHash(digest: [UInt8](repeating: 1, count: 32))
    await #expect(throws: BlobError.unavailable(reason: "outbound_closed")) { _ = try await store.info(hash) }
  }

  @Test func theSecretIsInNoRequest() async throws {
    let seen = Mutex("")
    let store = try store { request in
      seen.withLock { $0 += "\(request.url) \(request.headers)" }
      return OutboundResponse(status: 404)
    }
    _ = try await store.info(ContentHash(digest: [UInt8](repeating: 1, count: 32)))
    #expect(seen.withLock { $0.contains("Signature=") && !$0.contains("hunter2") })
  }

  private func store(
    _ clock: TestClock = TestClock(), _ answer: @escaping @Sendable (OutboundRequest) async throws -> OutboundResponse
  ) throws -> S3BlobStore {
    let location = try #require(S3Location(endpoint: "https://s3.example.com", bucket: "media"))
    let copies = LocalCopies(folder: "/nowhere", space: SpaceGuard(path: "/", reserve: 0), effects: clock.effects())
    return S3BlobStore(
      location: location, credentials: S3Credentials(accessKeyID: "id", secretAccessKey: Secret("hunter2")),
      outbound: Outbound(send: answer), copies: copies, effects: clock.effects())
  }
}
