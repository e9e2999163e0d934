import Connectors
import Core
import Crypto
import Egress
import Foundation
import HTTPTypes
import NIOCore
import Synchronization
import TestSupport
import Testing

@Suite("Moving files")
struct TransferTests {
  private static let block: Int64 = 1000
  private let content: [UInt8]
  private let peer: TransferPeer
  private let memory = MemoryCheckpoint()
  private let waits = Waits()

  init() {
    var generator = SeededGenerator(seed: 11)
    content = generator.bytes(10_500)
    peer = TransferPeer(content)
  }

  private var sha256: String { SHA256.hash(data: content).map { String(format: "%02x", $0) }.joined() }

  private func transfer(_ checkpoint: Checkpoint? = nil) -> FileTransfer {
    var effects = Effects.live
    effects.sleep = { [waits] duration in
      try Task.checkCancellation()
      waits.add(duration)
    }
    return FileTransfer(
      context: ActionContext(idempotencyKey: "run/step", checkpoint: checkpoint ?? memory.checkpoint), effects: effects,
      blockSize: Self.block)
  }

  private var storage: BlockBlobDestination {
    BlockBlobDestination(url: "https://to.test/blob?sig=x", outbound: peer.outbound)
  }

  @Test func aFileArrivesWholeWithItsChecksum() async throws {
    let result = try await transfer().run(.at(peer), promised: sha256, to: storage)
    #expect(peer.now.stored == content)
    #expect(result.sha256 == sha256)
    #expect(result.size == 10_500)
    #expect(result.details == ["etag": "\"stored\""])
    #expect(peer.now.blocks.count == 11)
  }

  @Test("killed after any save, the next try sends no block again", arguments: 1...12)
  func kills(after saves: Int) async throws {
    let memory = memory
    let mortal = Checkpoint(
      load: memory.checkpoint.load,
      save: { value in
        try await memory.checkpoint.save(value)
        if memory.saves == saves { throw CancellationError() }
      })
    await #expect(throws: CancellationError.self) { _ = try await transfer(mortal).run(.at(peer), to: storage) }
    let before = peer.now.received.values.reduce(0, +)
    let result = try await transfer().run(.at(peer), promised: sha256, to: storage)
    #expect(peer.now.stored == content)
    #expect(result.sha256 == sha256)
    let blocks = peer.now.received.filter { !$0.key.isEmpty }
    #expect(blocks.values.reduce(0, +) == content.count, "before the kill: \(before)")
  }

  @Test("killed in the middle of a block, the next try sends that block alone again", arguments: 0..<11)
  func killsInside(block: Int) async throws {
    let peer = peer
    let broken = Mutex(false)
    let dying = Outbound { request in
      if request.url.contains("comp=block&"), peer.now.blocks.count == block, broken.withLock({ !$0 }) {
        broken.withLock { $0 = true }
        // Some bytes go out, then the process is gone.
        if case .stream(let stream) = request.body {
          var iterator = stream.makeAsyncIterator()
          _ = try await iterator.next()
        }
        throw CancellationError()
      }
      return try await peer.outbound.send(request)
    }
    let destination = BlockBlobDestination(url: "https://to.test/blob?sig=x", outbound: dying)
    await #expect(throws: CancellationError.self) { _ = try await transfer().run(.at(peer), to: destination) }
    _ = try await transfer().run(.at(peer), promised: sha256, to: destination)
    #expect(peer.now.stored == content)
    #expect(peer.now.received.filter { !$0.key.isEmpty }.values.reduce(0, +) == content.count)
  }

  @Test func aFinishedTransferIsNotDoneAgain() async throws {
    let first = try await transfer().run(.at(peer), to: storage)
    peer.change { $0.stored = nil }
    #expect(try await transfer().run(.at(peer), to: storage) == first)
    #expect(peer.now.stored == nil)
  }

  @Test func aSourceThatChangedBetweenTriesIsRefused() async throws {
    peer.change { $0.refusals = [(status: 507, headers: [:])] }
    await #expect(throws: TransferError.destinationFull(place: "to.test", status: 507)) {
      _ = try await transfer().run(.at(peer), to: storage)
    }
    peer.change { $0.tag = "\"2\"" }
    await #expect(throws: FileSourceError.changed(name: "reel.mov")) {
      _ = try await transfer().run(.at(peer), to: storage)
    }
  }

  @Test func aSourceThatChangesWhileItIsReadIsNoticed() async throws {
    let file = try await OpenFile.at(peer)
    let peer = peer
    peer.change { $0.shortest = 3500 }
    let changing = Outbound { request in
      if peer.now.blocks.count == 2 { peer.change { $0.tag = "\"2\"" } }
      return try await peer.outbound.send(request)
    }
    await #expect(throws: FileSourceError.changed(name: "reel.mov")) {
      _ = try await transfer().run(
        file, to: BlockBlobDestination(url: "https://to.test/blob?sig=x", outbound: changing))
    }
    #expect(peer.now.stored == nil)
  }

  @Test("short answers are taken up where they ended", arguments: [1, 333, 999, 4000])
  func shortReads(length: Int) async throws {
    peer.change { $0.shortest = length }
    _ = try await transfer().run(.at(peer), promised: sha256, to: storage)
    #expect(peer.now.stored == content)
  }

  @Test func aSourceWithoutRangesIsReadFromTheStartAndStillSentOnce() async throws {
    peer.change {
      $0.knowsRanges = false
      $0.refusals = [(status: 503, headers: [:])]
    }
    _ = try await transfer().run(.at(peer, size: 10_500), promised: sha256, to: storage)
    #expect(peer.now.stored == content)
    #expect(waits.all.count == 1)
  }

  @Test func aSourceOfUnknownSizeIsSentToItsEnd() async throws {
    let content = content
    let file = OpenFile(name: "reel.mov", size: nil, mime: nil, version: "1", isCheapToRead: false) { range in
      ByteStream(length: nil, ByteStream(Array(content[Int(range?.lowerBound ?? 0)...])))
    }
    let result = try await transfer().run(file, promised: sha256, to: storage)
    #expect(peer.now.stored == content)
    #expect(result.size == 10_500)
  }

  @Test(
    "a size that isn't true is found out, and nothing appears",
    arguments: [Int64(10_400), 10_501, 0])
  func lyingSize(said: Int64) async throws {
    let content = content
    let file = OpenFile(name: "reel.mov", size: said, mime: nil, version: "1", isCheapToRead: false) { range in
      ByteStream(Array(content[Int(range?.lowerBound ?? 0)...]))
    }
    await #expect { _ = try await transfer().run(file, to: storage) } throws: {
      ($0 as? TransferError)?.code == "file_size_differs"
    }
    #expect(peer.now.stored == nil)
  }

  @Test func aServerThatLiesAboutTheSizeIsFoundOut() async throws {
    peer.change { $0.lie = 99_999 }
    await #expect(throws: (any Error).self) { _ = try await transfer().run(.at(peer), to: storage) }
    #expect(peer.now.stored == nil)
  }

  @Test func bytesThatAreNotThePromisedOnesNeverAppear() async throws {
    let wrong = String(repeating: "0", count: 64)
    await #expect(throws: TransferError.checksumMismatch(name: "reel.mov", expected: wrong, found: sha256)) {
      _ = try await transfer().run(.at(peer), promised: wrong, to: storage)
    }
    #expect(peer.now.stored == nil)
  }

  @Test func aDestinationThatAsksForPatienceGetsIt() async throws {
    peer.change { $0.refusals = [(status: 503, headers: [.retryAfter: "7"]), (status: 429, headers: [:])] }
    _ = try await transfer().run(.at(peer), to: storage)
    #expect(waits.all == [.seconds(7), .seconds(1)])
    #expect(peer.now.stored == content)
  }

  @Test func aDestinationThatStaysAwayIsTheStepsToRetry() async throws {
    peer.change { $0.refusals = (0..<20).map { _ in (status: 500, headers: [:]) } }
    await #expect(throws: TransferError.busy(place: "to.test", status: 500, seconds: nil)) {
      _ = try await transfer().run(.at(peer), to: storage)
    }
    #expect(ActionError(TransferError.busy(place: "x", status: 500, seconds: nil)).retry == .backOff)
  }

  @Test func aFullDestinationIsNotAskedAgain() async throws {
    peer.change { $0.refusals = [(status: 507, headers: [:])] }
    await #expect(throws: TransferError.destinationFull(place: "to.test", status: 507)) {
      _ = try await transfer().run(.at(peer), to: storage)
    }
    #expect(waits.all.isEmpty)
  }

  @Test func blocksThatTheStorageForgotAreSentAgain() async throws {
    let peer = peer
    let forgetful = Outbound { request in
      if request.url.contains("comp=blocklist"), peer.now.blocks.count == 11, peer.now.reads < 4 {
        peer.change { $0.blocks = [:] }
      }
      return try await peer.outbound.send(request)
    }
    _ = try await transfer().run(
      .at(peer), promised: sha256, to: BlockBlobDestination(url: "https://to.test/blob?sig=x", outbound: forgetful))
    #expect(peer.now.stored == content)
  }

  @Test("an address that takes a PUT gets everything at once", arguments: [0, 1, 10_500])
  func wholeFiles(size: Int) async throws {
    peer.change { $0.content = Array($0.content.prefix(size)) }
    let destination = WebDestination(url: "https://to.test/put", outbound: peer.outbound)
    let result = try await transfer().run(.at(peer), to: destination)
    #expect(peer.now.stored == Array(content.prefix(size)))
    #expect(result.size == Int64(size))
  }

  @Test func anEmptyFileArrivesInBlocksToo() async throws {
    peer.change { $0.content = [] }
    _ = try await transfer().run(.at(peer), to: storage)
    #expect(peer.now.stored == [])
  }

  @Test func progressNeverGoesBeyondTheSize() async throws {
    let told = Mutex<[Int64]>([])
    let context = ActionContext(idempotencyKey: "k") { done, _ in told.withLock { $0.append(done) } }
    _ = try await FileTransfer(context: context, effects: .live, blockSize: 1000).run(.at(peer), to: storage)
    #expect(told.withLock(\.last) == 10_500)
    #expect(told.withLock { $0 == $0.sorted() })
  }
}
