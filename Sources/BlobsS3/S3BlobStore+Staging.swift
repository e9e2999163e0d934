package import Blobs
package import Core
import Egress
import Foundation
import NIOCore

extension S3BlobStore {
  /// Streams longer than this, and those of unknown length, are sent in pieces of ``pieceSize``.
  private static let largestPut: Int64 = 4 << 30
  /// Held in memory. Grows with the announced length, since there may be at most 10,000 pieces.
  private static let pieceSize = 8 << 20

  package func putBlock(_ name: String, of stage: StageID, bytes: ByteStream) async throws -> StagedBlock {
    try await translating {
      let part = effects.uuid().uuidString.lowercased() + ".part"
      let key = S3Layout.part(part, of: stage)
      let tap = DigestTap()
      if let length = bytes.length, length <= Self.largestPut {
        try await client.put(key, tap.stream(bytes))
      } else {
        try await putInPieces(tap.stream(bytes), as: key)
      }
      let record = BlockRecord(name: name, part: part, info: tap.info)
      let replaced = try await self.record(of: name, in: stage)
      try await client.put(S3Layout.block(name, of: stage), record.json.encoded())
      if let replaced { try await client.delete(S3Layout.part(replaced.part, of: stage)) }
      return record.block
    }
  }

  package func blocks(of stage: StageID) async throws -> [StagedBlock] {
    try await translating {
      let keys = try await client.keys(below: S3Layout.stage(stage)).filter { $0.hasSuffix(BlockRecord.suffix) }
      var blocks: [StagedBlock] = []
      for key in keys {
        if let record = try await json(key).flatMap(BlockRecord.init) { blocks.append(record.block) }
      }
      return blocks.sorted { $0.name < $1.name }
    }
  }

  func record(of name: String, in stage: StageID) async throws -> BlockRecord? {
    try await json(S3Layout.block(name, of: stage)).flatMap(BlockRecord.init)
  }

  /// A small object of ours; `nil` when it isn't there or isn't JSON.
  func json(_ key: String) async throws -> JSONValue? {
    guard let response = try await client.get(key) else { return nil }
    return try? JSONValue(parsing: try await response.body.collect(upTo: 1 << 20))
  }

  /// For a stream whose length isn't known, or is too large for one request.
  private func putInPieces(_ bytes: ByteStream, as key: String) async throws {
    let pieceSize = max(Self.pieceSize, Int((bytes.length ?? 0) / 9000))
    var iterator = bytes.makeAsyncIterator()
    var piece = try await Self.nextPiece(&iterator, pieceSize)
    guard piece.count >= pieceSize else { return try await client.put(key, piece) }
    var upload = try await MultipartUpload(client, key: key, md5: nil)
    do {
      while !piece.isEmpty {
        try await upload.add(.bytes(piece))
        piece = try await Self.nextPiece(&iterator, pieceSize)
      }
      try await upload.complete()
    } catch {
      await upload.abort()
      throw error
    }
  }

  /// - Returns: less than `size` bytes only at the end.
  private static func nextPiece(_ iterator: inout ByteStream.AsyncIterator, _ size: Int) async throws -> [UInt8] {
    var piece: [UInt8] = []
    while piece.count < size, let chunk = try await iterator.next() {
      piece.append(contentsOf: chunk.readableBytesView)
    }
    return piece
  }
}
