internal import Crypto
internal import Foundation

/// The part of an upload that moves bytes.
extension UploadRun {
  mutating func sendBlob() async throws {
    let bytes = try await source.bytes(0..<source.size)
    try await writer().putBlob(bytes, mimeType: source.mimeType)
    (digest, digested) = (Insecure.MD5(), source.size)
    digest?.update(data: bytes)
    machine.keptBytes()
    await progress(source.size, source.size)
    try await save()
  }

  /// Sends block after block; while one is on its way the next is read.
  mutating func sendBlocks(from first: Int) async throws {
    try await catchUpDigest(to: machine.range(ofBlock: first).lowerBound)
    var mark = Mark(block: first, time: library.timing.now())
    let source = source
    var bytes = try await source.bytes(machine.range(ofBlock: first))
    for index in first..<machine.blockCount {
      let following = index + 1 < machine.blockCount ? machine.range(ofBlock: index + 1) : 0..<0
      async let next = source.bytes(following)
      try await writer().putBlock(machine.blockID(index), bytes: bytes)
      digest?.update(data: bytes)
      digested += Int64(bytes.count)
      machine.sentBlock(index)
      await progress(machine.range(ofBlock: index).upperBound, source.size)
      if mark.isDue(block: index, time: library.timing.now()) { try await save() }
      bytes = try await next
    }
  }

  mutating func commitBlocks() async throws {
    let ids = (0..<machine.blockCount).map(machine.blockID)
    try await writer().putBlockList(ids, mimeType: source.mimeType)
    machine.keptBytes()
    try await save()
  }

  /// A writer with a URL that is still good for a minute.
  private mutating func writer() async throws -> BlobWriter {
    if let expires = machine.state.ticket?.expires, expires < library.timing.now().addingTimeInterval(60) {
      let blob = machine.state.ticket?.blob
      try await renew()
      try await save()
      // Another blob holds none of the blocks sent so far.
      guard machine.state.ticket?.blob == blob else { throw BlobMoved() }
    }
    guard let ticket = machine.state.ticket else {
      throw MediaValetError.uploadExpired(asset: machine.state.chosenID)
    }
    return BlobWriter(transport: library.transport, timing: library.timing, url: ticket.url)
  }

  /// After an interruption the first bytes were sent by an earlier process: read them again if that is cheap.
  private mutating func catchUpDigest(to offset: Int64) async throws {
    if digested > offset { (digest, digested) = (Insecure.MD5(), 0) }
    guard digested < offset else { return }
    guard source.isCheapToRead, digest != nil else {
      digest = nil
      return
    }
    while digested < offset {
      let bytes = try await source.bytes(digested..<min(digested + Int64(machine.state.blockSize), offset))
      digest?.update(data: bytes)
      digested += Int64(bytes.count)
    }
  }

  /// When blocks were last saved: not each one, as a save costs a write to disk.
  private struct Mark {
    var block: Int
    var time: Date

    mutating func isDue(block index: Int, time now: Date) -> Bool {
      guard index - block >= 8 || now.timeIntervalSince(time) >= 5 else { return false }
      (block, time) = (index, now)
      return true
    }
  }
}

/// The renewed URL leads to another blob, so all blocks have to be sent again.
struct BlobMoved: Error {}
