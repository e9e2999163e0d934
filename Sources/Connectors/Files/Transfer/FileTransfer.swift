package import Core
import Foundation
import NIOCore

/// Moves one file of any size from where its handle points to a destination.
///
/// Bytes are pulled as fast as the destination takes them, with no block whole in memory. What was sent is written down
/// after each block, with the state of the checksum; the next try goes on behind it. A source that changed meanwhile is
/// refused, as are bytes that don't have the handle's SHA-256: then nothing appears at the destination.
package struct FileTransfer: Sendable {
  private let context: ActionContext
  private let effects: Effects
  private let blockSize: Int64?

  /// - Parameter blockSize: in bytes; chosen by the file's size when left out.
  package init(context: ActionContext, effects: Effects, blockSize: Int64? = nil) {
    self.context = context
    self.effects = effects
    self.blockSize = blockSize
  }

  /// Moves a file.
  /// - Parameters:
  ///   - promised: the SHA-256 it must have, where the handle names one.
  ///   - name: what it is called at the destination; its own name when left out.
  /// - Throws: ``TransferError``, ``FileSourceError``, what source, destination and checkpoint throw. The same call may be
  ///   made again.
  package func run(
    _ file: OpenFile, promised: String? = nil, as name: String? = nil, to destination: any FileDestination
  ) async throws -> TransferResult {
    let facts = try await file.facts()
    let incoming = IncomingFile(name: name ?? file.name, size: facts.size, mime: file.mime)
    var machine = try await machine(for: incoming, version: facts.version, destination.blocks)
    var restarts = 0
    while true {
      try Task.checkCancellation()
      do {
        if let output = try await advance(&machine, file, promised, destination) {
          return TransferResult(size: machine.sentBytes, sha256: machine.digest.sha256, details: output)
        }
      } catch TransferError.lostBlocks where restarts < 2 {
        restarts += 1
        machine.lostBlocks()
      }
    }
  }

  private func machine(for file: IncomingFile, version: String, _ rule: BlockRule) async throws -> TransferMachine {
    if let kept = try await context.checkpoint.load(), let old = TransferMachine(json: kept, mime: file.mime) {
      guard old.file == file, old.version == version else { throw FileSourceError.changed(name: file.name) }
      return old
    }
    return TransferMachine(file: file, version: version, rule: rule, blockSize: blockSize)
  }

  /// Does the next thing.
  /// - Returns: what became of the file, once it is done.
  private func advance(
    _ machine: inout TransferMachine, _ file: OpenFile, _ promised: String?, _ destination: any FileDestination
  ) async throws -> JSONObject? {
    switch machine.next {
    case .begin:
      machine.began(try await destination.begin(machine.file, resuming: machine.token))
    case .send:
      try await send(&machine, file, destination)
    case .verify:
      if machine.file.size == 0 { try await refuseBytes(of: file) }
      let found = machine.digest.sha256
      if let promised, promised.lowercased() != found {
        await destination.discard(upload(machine))
        throw TransferError.checksumMismatch(name: file.name, expected: promised.lowercased(), found: found)
      }
      machine.verified()
      return nil
    case .finish(let count):
      let upload = upload(machine)
      machine.finished(try await retrying { try await destination.finish(count, of: upload) })
    case .done(let output):
      return output
    }
    try await context.checkpoint.save(machine.json)
    return nil
  }

  /// What is said to be empty isn't read otherwise.
  private func refuseBytes(of file: OpenFile) async throws {
    var iterator = try await file.stream().makeAsyncIterator()
    guard let chunk = try await iterator.next(), chunk.readableBytes > 0 else { return }
    throw TransferError.lyingSize(name: file.name, promised: 0, found: Int64(chunk.readableBytes))
  }

  private func upload(_ machine: TransferMachine) -> FileUpload {
    var upload = FileUpload(file: machine.file, token: machine.token ?? .null)
    upload.received = machine.sentBytes
    upload.sha256 = machine.digest.sha256
    return upload
  }

  /// Sends blocks with one reading of the source, until the file has ended; after trouble, reads it anew from the block
  /// that failed.
  private func send(_ machine: inout TransferMachine, _ file: OpenFile, _ destination: any FileDestination) async throws
  {
    var patience = TransferPatience()
    var cursor = cursor(machine, file)
    while case .send(let block) = machine.next {
      try Task.checkCancellation()
      do {
        if block.length == nil || machine.file.size == nil, block.index > 0, try await cursor.isAtEnd() {
          machine.ended()
          break
        }
        let bytes = try await bytes(of: block, cursor, size: machine.file.size, whole: destination.blocks == .whole)
        try await destination.put(block, bytes, of: upload(machine))
        let position = await cursor.position
        if let length = block.length, machine.file.size != nil, position != block.offset + length {
          throw ByteStreamError.lengthMismatch(promised: length, received: position - block.offset)
        }
        // Also finds out whether more comes than was announced, before the file is put in place.
        let isLast = try await machine.file.size == position || machine.file.size == nil ? cursor.isAtEnd() : false
        machine.sent(position - block.offset, digest: await cursor.digest, isLast: isLast)
        patience = TransferPatience()
      } catch {
        guard let wait = patience.wait(after: error) else { throw error }
        try await effects.sleep(wait)
        cursor = self.cursor(machine, file)
        continue
      }
      if machine.next != .verify { try await context.checkpoint.save(machine.json) }
    }
    await context.progress(machine.sentBytes, machine.sentBytes)
  }

  private func cursor(_ machine: TransferMachine, _ file: OpenFile) -> ByteCursor {
    let (size, context) = (machine.file.size, context)
    return ByteCursor(file, size: size, after: machine.digest) { done in await context.progress(done, size) }
  }

  private func bytes(of block: TransferBlock, _ cursor: ByteCursor, size: Int64?, whole: Bool) async throws
    -> ByteStream
  {
    if whole || size != nil {
      return ByteStream(length: block.length, BlockBytes(cursor: cursor, length: block.length ?? .max))
    }
    // Destinations want to know a block's length, which only shows once it was read: these blocks are small.
    var piece: [UInt8] = []
    for try await chunk in BlockBytes(cursor: cursor, length: block.length ?? 8 << 20) {
      piece.append(contentsOf: chunk.readableBytesView)
    }
    return ByteStream(piece)
  }

  private func retrying<Value>(_ body: () async throws -> Value) async throws -> Value {
    var patience = TransferPatience()
    while true {
      do {
        return try await body()
      } catch {
        guard let wait = patience.wait(after: error) else { throw error }
        try await effects.sleep(wait)
      }
    }
  }
}

/// What became of a transfer.
package struct TransferResult: Sendable, Equatable {
  /// In bytes.
  package let size: Int64
  /// Of all bytes, as 64 hexadecimal digits.
  package let sha256: String
  /// What the destination said.
  package let details: JSONObject
}
