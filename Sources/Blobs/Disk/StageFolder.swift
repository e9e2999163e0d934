import Core
import Foundation

/// What one stage has on disk. Every call blocks: on a ``FileThread`` only.
struct StageFolder: Sendable {
  let layout: DiskLayout
  let stage: StageID

  private var path: String { layout.stage(stage) }

  /// Makes a finished part the block of that name, in place of another.
  func adopt(_ record: BlockRecord) throws {
    let place = layout.block(record.block.name, of: stage)
    let replaced = try read(place).flatMap(BlockRecord.init)
    try write(record.json, to: place)
    if let replaced, replaced.part != record.part { unlink(layout.part(replaced.part, of: stage)) }
  }

  func record(of name: String) throws -> BlockRecord? {
    try whole(read(layout.block(name, of: stage)).flatMap(BlockRecord.init))
  }

  func records() throws -> [BlockRecord] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [] }
    return
      try names
      .filter { $0.hasSuffix(BlockRecord.suffix) }
      .compactMap { try whole(read(path + "/" + $0).flatMap(BlockRecord.init)) }
      .sorted { $0.block.name < $1.block.name }
  }

  func commitRecord() throws -> CommitRecord? {
    try read(layout.commit(of: stage)).flatMap(CommitRecord.init)
  }

  func keep(_ record: CommitRecord) throws {
    try FileCall.makeFolder(path)
    try write(record.json, to: layout.commit(of: stage))
  }

  /// The folder goes by another name first, so that whoever still writes to it can't keep it from going.
  func remove() throws {
    let doomed = layout.stages + "/" + UUID().uuidString + DiskLayout.doomedSuffix
    guard rename(path, doomed) == 0 else {
      if errno == ENOENT { return }
      throw BlobError(errorNumber: errno)
    }
    // A file may still come in by a path that was looked up just before.
    for _ in 0..<8 {
      if (try? FileManager.default.removeItem(atPath: doomed)) != nil { return }
    }
    throw BlobError.unavailable(reason: "the folder of an upload can't be removed")
  }

  /// A record counts only while its bytes are there.
  private func whole(_ record: BlockRecord?) throws -> BlockRecord? {
    guard let record, try FileCall.size(layout.part(record.part, of: stage)) == record.block.size else { return nil }
    return record
  }

  private func read(_ path: String) throws -> JSONValue? {
    guard try FileCall.size(path) != nil, let data = FileManager.default.contents(atPath: path) else { return nil }
    return try? JSONValue(parsing: data)
  }

  /// In place of what is there, whole or not at all.
  private func write(_ json: JSONValue, to path: String) throws {
    let draft = path + "." + UUID().uuidString
    do {
      let descriptor = try FileCall.create(draft)
      defer { close(descriptor) }
      let bytes = json.encoded()
      let count = try FileCall.check { Foundation.write(descriptor, bytes, bytes.count) }
      guard count == bytes.count else { throw BlobError.insufficientStorage }
      try FileCall.check { fsync(descriptor) }
      try FileCall.move(draft, to: path)
    } catch {
      unlink(draft)
      throw error
    }
  }
}
