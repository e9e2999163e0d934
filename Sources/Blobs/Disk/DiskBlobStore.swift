package import Core
package import Foundation
import NIOCore

/// Blobs in a folder.
///
/// Bytes are written under a name of no meaning, reach the disk (fsync of the file and of its folder), and only then
/// get the name by which they are found. Equal bytes are kept once. See `DiskLayout` for what is where.
package struct DiskBlobStore: BlobStore {
  let layout: DiskLayout
  let threads = FileThreads()
  let space: SpaceGuard
  let effects: Effects

  /// - Parameters:
  ///   - root: the folder, made when the first bytes come. Nobody else may write in it.
  ///   - space: what must stay free.
  package init(root: String, space: SpaceGuard, effects: Effects) {
    layout = DiskLayout(root: root)
    self.space = space
    self.effects = effects
  }

  package func putBlock(_ name: String, of stage: StageID, bytes: ByteStream) async throws -> StagedBlock {
    let part = newPartName()
    let writer = try await newWriter(part, of: stage, room: bytes.length ?? 0)
    do {
      for try await chunk in bytes { try await writer.append(chunk) }
      let info = try await writer.finish()
      if let promised = bytes.length, promised != info.size {
        throw ByteStreamError.lengthMismatch(promised: promised, received: info.size)
      }
      let record = BlockRecord(name: name, part: part, info: info)
      try await onStage(stage) { try $0.adopt(record) }
      return record.block
    } catch {
      await writer.abandon()
      throw error
    }
  }

  package func blocks(of stage: StageID) async throws -> [StagedBlock] {
    try await onStage(stage) { try $0.records().map(\.block) }
  }

  package func commit(_ stage: StageID, blocks: [String]) async throws -> BlobInfo {
    let records = try await onStage(stage) { folder in
      try blocks.map { name in
        guard let record = try folder.record(of: name) else { throw BlobError.unknownBlock(name) }
        return record
      }
    }
    let parts = records.map(\.part)
    if let done = try await onStage(stage, { try $0.commitRecord() }), done.parts == parts,
      try await info(done.info.hash) != nil
    {
      return done.info
    }
    do {
      let info = try await records.count == 1 ? place(records[0], of: stage) : join(records, of: stage)
      try await onStage(stage) { try $0.keep(CommitRecord(parts: parts, info: info)) }
      return info
    } catch let error as BlobError {
      // Whoever committed at the same time may have let go of the stage in the middle of it.
      try await onStage(stage) { folder in
        for name in blocks where try folder.record(of: name) == nil { throw BlobError.unknownBlock(name) }
      }
      throw error
    }
  }

  package func discard(_ stage: StageID) async throws {
    try await onStage(stage) { try $0.remove() }
  }

  package func info(_ hash: ContentHash) async throws -> BlobInfo? {
    let path = layout.blob(hash)
    return try await threads.run {
      try FileCall.size(path).map { BlobInfo(hash: hash, size: $0, md5: "") }
    }
  }

  package func read(_ hash: ContentHash, range: Range<Int64>?) async throws -> ByteStream {
    guard let size = try await info(hash)?.size else { throw BlobError.notFound(hash) }
    let range = try range.map { try $0.clamped(toBlobOf: size) } ?? 0..<size
    let reader = try await reader(of: layout.blob(hash))
    return ByteStream(length: Int64(range.count), FileChunks(reader: reader, range: range))
  }

  package func withLocalFile<Value: Sendable>(
    _ hash: ContentHash, _ body: (_ path: String) async throws -> Value
  ) async throws -> Value {
    guard try await info(hash) != nil else { throw BlobError.notFound(hash) }
    return try await body(layout.blob(hash))
  }

  package func remove(_ hash: ContentHash) async throws {
    let path = layout.blob(hash)
    try await threads.run {
      guard unlink(path) == 0 else {
        if errno == ENOENT { return }
        throw BlobError(errorNumber: errno)
      }
      try FileCall.sync(FileCall.folderOf(path))
    }
  }

  @discardableResult
  package func discardStages(untouchedSince date: Date) async throws -> Int {
    let layout = layout
    return try await threads.run {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: layout.stages)) ?? []
      let stale = names.compactMap { StageID($0) }.filter { stage in
        let facts = try? FileManager.default.attributesOfItem(atPath: layout.stage(stage))
        return (facts?[.modificationDate] as? Date).map { $0 < date } ?? false
      }
      for stage in stale { try StageFolder(layout: layout, stage: stage).remove() }
      // What a process that ended in the middle of a deletion left.
      for name in names where name.hasSuffix(DiskLayout.doomedSuffix) {
        try? FileManager.default.removeItem(atPath: layout.stages + "/" + name)
      }
      for name in names where name.hasSuffix(DiskLayout.draftSuffix) {
        let draft = layout.stages + "/" + name
        let facts = try? FileManager.default.attributesOfItem(atPath: draft)
        if let changed = facts?[.modificationDate] as? Date, changed < date { unlink(draft) }
      }
      return stale.count
    }
  }
}
