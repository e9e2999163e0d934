package import Blobs
package import Core
import Persistence

extension Uploads {
  /// Stores one block; one of the same name is replaced. Nothing of a block that breaks off is kept.
  /// - Parameter name: as the client names it; at most 256 bytes.
  /// - Throws: ``UploadError``; `BlobError`; ``ByteStreamError``.
  package func putBlock(_ name: String, bytes: ByteStream, with grant: UploadGrant) async throws -> StagedBlock {
    let row = try await open(grant)
    try refuseTooLarge(bytes.length ?? 0)
    return try await context.blobs.putBlock(name, of: row.stage, bytes: bytes)
  }

  /// The blocks that are safe, so that a client sends only the others.
  package func blocks(with grant: UploadGrant) async throws -> [StagedBlock] {
    let row = try await open(grant)
    return try await context.blobs.blocks(of: row.stage).filter { $0.name != Self.whole }
  }

  /// Puts the file together from blocks, in this order.
  /// - Parameter replacing: whether it may be put together a second time.
  /// - Returns: the size in bytes.
  /// - Throws: `BlobError.unknownBlock`, ``UploadError/alreadyWritten``, ``UploadError/tooLarge(limit:)``.
  package func putBlockList(_ names: [String], replacing: Bool = true, with grant: UploadGrant) async throws -> Int64 {
    let row = try await open(grant)
    let staged = try await context.blobs.blocks(of: row.stage)
    let sizes = Dictionary(staged.map { ($0.name, $0.size) }, uniquingKeysWith: { _, later in later })
    var size: Int64 = 0
    for name in names {
      guard let ofBlock = sizes[name] else { throw BlobError.unknownBlock(name) }
      size += ofBlock
    }
    try refuseTooLarge(size)
    try await keep(names, size: size, replacing: replacing, grant)
    return size
  }

  /// Stores the whole file in one go.
  /// - Returns: what was stored; its name has no meaning to clients.
  /// - Throws: as ``putBlock(_:bytes:with:)`` and ``putBlockList(_:replacing:with:)``.
  package func putBlob(_ bytes: ByteStream, replacing: Bool = true, with grant: UploadGrant) async throws
    -> StagedBlock
  {
    let row = try await open(grant)
    if !replacing, row.blocks != nil { throw UploadError.alreadyWritten }
    try refuseTooLarge(bytes.length ?? 0)
    let block = try await context.blobs.putBlock(Self.whole, of: row.stage, bytes: bytes)
    try refuseTooLarge(block.size)
    try await keep([Self.whole], size: block.size, replacing: replacing, grant)
    return block
  }

  private func open(_ grant: UploadGrant) async throws -> UploadRow {
    let now = context.effects.now()
    let row = try await context.store.read { session in try UploadStore(session).find(grant.upload, now: now) }
    guard let row else { throw UploadError.notFound(grant.upload) }
    if row.upload.isFinished { throw UploadError.finished(grant.upload) }
    return row
  }

  /// Keeps what the file is put together from; done with when finishing.
  private func keep(_ names: [String], size: Int64, replacing: Bool, _ grant: UploadGrant) async throws {
    let now = context.effects.now()
    let end = expiry(now)
    try await context.store.write { session in
      let store = UploadStore(session)
      let row = try store.locked(grant.upload, now: now)
      if row.upload.isFinished { throw UploadError.finished(grant.upload) }
      if !replacing, let blocks = row.blocks, blocks != names { throw UploadError.alreadyWritten }
      try store.set(blocks: names, size: size, of: grant.upload)
      try store.extend(grant.upload, to: end)
    }
  }

  private func refuseTooLarge(_ size: Int64) throws(UploadError) {
    let limit = context.settings.largestUpload
    if size > limit { throw .tooLarge(limit: limit) }
  }

  /// The block of a file that came in one go. Block names of clients are Base64 (Azure), which has no colon.
  private static let whole = ":whole"
}
