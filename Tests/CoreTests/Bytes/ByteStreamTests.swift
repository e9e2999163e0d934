import Core
import NIOCore
import Testing

@Suite("Streams of bytes")
struct ByteStreamTests {
  @Test func bytesAtHandComeOutAsTheyWentIn() async throws {
    let stream = ByteStream([1, 2, 3])
    #expect(stream.length == 3)
    let collected = try await stream.collect(upTo: 3)
    #expect(collected == [1, 2, 3])
    let nothing = try await ByteStream([]).collect(upTo: 0)
    #expect(nothing.isEmpty)
  }

  @Test func moreThanTheLimitIsRefusedBeforeItIsKept() async {
    await #expect(throws: ByteStreamError.longer(than: 2)) { try await ByteStream([1, 2, 3]).collect(upTo: 2) }
  }

  @Test func aPieceIsMadeOnlyWhenItIsAskedFor() async throws {
    var made = 0
    let stream = ByteStream(
      length: nil,
      AsyncThrowingStream<ByteBuffer, any Error> {
        ByteBuffer(bytes: [1])
      })
    for try await _ in stream {
      made += 1
      if made == 3 { break }
    }
    #expect(made == 3)
  }

  @Test func anErrorOfTheSourceReachesTheTaker() async {
    struct Broken: Error {}
    let stream = ByteStream(length: nil, AsyncThrowingStream<ByteBuffer, any Error> { throw Broken() })
    await #expect(throws: Broken.self) { try await stream.collect(upTo: 10) }
  }
}
