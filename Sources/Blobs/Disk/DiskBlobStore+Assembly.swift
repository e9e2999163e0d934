import Core
import Foundation

extension DiskBlobStore {
  /// A block that is the whole blob needs no copy: it gets a second name.
  func place(_ record: BlockRecord, of stage: StageID) async throws -> BlobInfo {
    let part = layout.part(record.part, of: stage)
    let place = layout.blob(record.hash)
    try await threads.run {
      try FileCall.makeFolder(FileCall.folderOf(place))
      _ = try FileCall.link(part, to: place)
    }
    return record.info
  }

  func join(_ records: [BlockRecord], of stage: StageID) async throws -> BlobInfo {
    let size = records.reduce(0) { $0 + $1.block.size }
    let writer = try await newWriter(newPartName(), of: stage, room: size)
    do {
      for record in records {
        let reader = try await reader(of: layout.part(record.part, of: stage))
        for try await chunk in FileChunks(reader: reader, range: 0..<record.block.size) {
          try await writer.append(chunk)
        }
      }
      let info = try await writer.finish()
      let place = layout.blob(info.hash)
      try await threads.run {
        try FileCall.makeFolder(FileCall.folderOf(place))
        _ = try FileCall.link(writer.path, to: place)
      }
      await writer.abandon()
      return info
    } catch {
      await writer.abandon()
      throw error
    }
  }

  func newPartName() -> String {
    effects.uuid().uuidString.lowercased() + DiskLayout.draftSuffix
  }

  func newWriter(_ part: String, of stage: StageID, room: Int64) async throws -> FileWriter {
    let writer = FileWriter(path: layout.part(part, of: stage), thread: threads.next(), space: space)
    try await writer.create()
    do {
      let space = space
      try await threads.run { try space.require(room) }
      return writer
    } catch {
      await writer.abandon()
      throw error
    }
  }

  func reader(of path: String) async throws -> FileReader {
    let thread = threads.next()
    return FileReader(descriptor: try await thread.run { try FileCall.openForReading(path) }, thread: thread)
  }

  func onStage<Value: Sendable>(
    _ stage: StageID, _ body: @escaping @Sendable (StageFolder) throws -> Value
  ) async throws -> Value {
    let folder = StageFolder(layout: layout, stage: stage)
    return try await threads.run { try body(folder) }
  }
}
