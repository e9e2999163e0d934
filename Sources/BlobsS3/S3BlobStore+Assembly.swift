package import Blobs
import Core
import Egress
import NIOCore

extension S3BlobStore {
  package func commit(_ stage: StageID, blocks: [String]) async throws -> BlobInfo {
    try await translating {
      let records = try await records(of: blocks, in: stage)
      let parts = records.map(\.part)
      if let done = try await json(S3Layout.commit(of: stage)).flatMap(CommitRecord.init), done.parts == parts,
        try await client.head(S3Layout.blob(done.info.hash)) != nil
      {
        return done.info
      }
      do {
        let info = try await records.count == 1 ? records[0].info : digest(records, in: stage)
        if try await client.head(S3Layout.blob(info.hash)) == nil {
          try await assemble(records.filter { $0.block.size > 0 }, in: stage, as: info)
        }
        try await client.put(S3Layout.commit(of: stage), CommitRecord(parts: parts, info: info).json.encoded())
        return info
      } catch {
        // Whoever committed at the same time may have let go of the stage in the middle of it.
        _ = try await self.records(of: blocks, in: stage)
        throw error
      }
    }
  }

  private func records(of blocks: [String], in stage: StageID) async throws -> [BlockRecord] {
    var records: [BlockRecord] = []
    for name in blocks {
      guard let record = try await record(of: name, in: stage) else { throw BlobError.unknownBlock(name) }
      records.append(record)
    }
    return records
  }

  /// Reads all blocks: what their bytes are called together is known only afterwards.
  private func digest(_ records: [BlockRecord], in stage: StageID) async throws -> BlobInfo {
    var digests = Digests()
    for try await chunk in joined(records.map(\.part), in: stage, size: nil) {
      chunk.withUnsafeReadableBytes { digests.update($0) }
    }
    return digests.info
  }

  private func assemble(_ records: [BlockRecord], in stage: StageID, as info: BlobInfo) async throws {
    let key = S3Layout.blob(info.hash)
    switch records.count {
    case 0: return try await client.put(key, [])
    case 1 where info.size <= MultipartUpload.largestPart:
      return try await client.copy(S3Layout.part(records[0].part, of: stage), to: key, md5: info.md5)
    default: break
    }
    let plan = AssemblyPlan(
      blocks: records.map { ($0.part, $0.block.size) },
      smallest: max(MultipartUpload.smallestPart, info.size / 9000), largest: MultipartUpload.largestPart)
    var upload = try await MultipartUpload(client, key: key, md5: info.md5)
    do {
      for part in plan.parts {
        switch part {
        case .copy(let part, let range): try await upload.addCopy(of: S3Layout.part(part, of: stage), range: range)
        case .send(let parts, let size): try await upload.add(.stream(joined(parts, in: stage, size: size)))
        }
      }
      try await upload.complete()
    } catch {
      await upload.abort()
      throw error
    }
  }

  private func joined(_ parts: [String], in stage: StageID, size: Int64?) -> ByteStream {
    ByteStream(
      length: size, JoinedObjects(client: client, keys: parts.map { S3Layout.part($0, of: stage) }))
  }
}
