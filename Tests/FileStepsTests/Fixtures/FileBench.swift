import Blobs
import BlobsS3
import Connectors
import Core
import Egress
import FileSteps
import Foundation
import Logging
import Media
import Synchronization
import TestSupport

/// A room for file steps, with a folder that may be read and written and a store of its own.
final class FileBench: Sendable {
  let folder: TemporaryFolder
  let blobs: any BlobStore
  let held = Mutex<[String: Set<String>]>([:])
  private let connector: FolderConnector
  private let media: MediaWorkers

  init(blobs: (any BlobStore)? = nil, media: MediaWorkers? = nil) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("in"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: folder.file("scratch"), withIntermediateDirectories: true)
    self.blobs =
      blobs
      ?? DiskBlobStore(
        root: folder.file("blobs"), space: SpaceGuard(path: folder.path, reserve: 0), effects: .live)
    connector = FolderConnector(roots: [FolderRoot(name: "in", path: folder.file("in"), isWritable: true)])
    self.media =
      media
      ?? MediaWorkers(
        settings: MediaSettings(executable: "/nowhere", workers: 1), logger: Logger(label: "test"))
  }

  /// Runs a step by its name, as a run called `run` does.
  @discardableResult
  func run(_ name: String, _ input: JSONValue, outbound: Outbound? = nil, checkpoint: Checkpoint = .none) async throws
    -> JSONValue
  {
    guard let step = FileStepCatalogue.all.first(where: { $0.name == name }) else {
      throw MissingRequirement("there is no step \(name)")
    }
    let outbound = outbound ?? Outbound { _ in throw MissingRequirement("nothing goes out") }
    let room = FileRoom(
      files: FileSources(
        named: [
          FolderConnector.sourceName: connector.source,
          AddressFileSource.sourceName: AddressFileSource(outbound: outbound),
        ], blobs: BlobFileSource(blobs: blobs)),
      keeper: FileKeeper(blobs: blobs) { holder, bytes in
        let info = try await bytes()
        self.held.withLock { _ = $0[holder, default: []].insert(info.hash.sha256) }
        return info
      }, folder: connector, outbound: outbound, media: media,
      copies: LocalCopies(
        folder: folder.file("scratch"), space: SpaceGuard(path: folder.path, reserve: 0), effects: .live),
      scratch: folder.file("scratch"), effects: .live)
    return try await step.run(
      FileStepCall(
        input: input, holder: "run", room: room,
        context: ActionContext(idempotencyKey: "run/step", checkpoint: checkpoint)))
  }

  /// A file in the folder.
  func file(_ name: String, _ content: some Sequence<UInt8>) throws -> JSONValue {
    let bytes = Array(content)
    try folder.write("in/" + name, bytes)
    return MediaFileHandle(
      name: name, size: Int64(bytes.count), origin: .connection(FolderConnector.sourceName, locator: "in/" + name)
    ).json
  }

  func file(_ name: String, _ text: String) throws -> JSONValue { try file(name, text.utf8) }

  /// What a handle means.
  func bytes(_ handle: JSONValue?) async throws -> [UInt8] {
    guard let handle = handle.flatMap(MediaFileHandle.init(json:)) else { throw MissingRequirement("no handle") }
    let files = FileSources(
      named: [FolderConnector.sourceName: connector.source], blobs: BlobFileSource(blobs: blobs))
    return try await files.open(handle).stream().collect(upTo: 1 << 30)
  }

  func text(_ handle: JSONValue?) async throws -> String { String(decoding: try await bytes(handle), as: UTF8.self) }

  /// The code of the failure of a step that must fail.
  func failure(_ name: String, _ input: JSONValue) async -> ActionError? {
    do {
      try await run(name, input)
      return nil
    } catch {
      return error as? ActionError
    }
  }

  /// Which blobs `run` holds.
  var heldBlobs: Set<String> { held.withLock { $0["run"] ?? [] } }
}
