package import Core
import Foundation
import NIOCore

/// A file in an allowed folder: written beside its place under a hidden name, and put there once it is whole.
package struct FolderDestination: FileDestination {
  private let path: FolderPath
  private let replacing: Bool
  private let token: String

  init(path: FolderPath, replacing: Bool, token: String) {
    self.path = path
    self.replacing = replacing
    self.token = token
  }

  package var blocks: BlockRule { .blocks(atMost: .max) }

  package func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue {
    let (path, hidden) = (path, self.token)
    let number = try await BlockingWork.run { () throws -> UInt64 in
      let traces = PendingFile.traces(path, token: hidden)
      if let token, traces.hidden == nil {
        // Either an earlier try put the file in its place, or somebody cleaned up.
        guard Self.isOurs(traces.placed, token) else { throw TransferError.lostBlocks }
        return traces.placed?.number ?? 0
      }
      return try PendingFile(path, token: hidden, emptied: token == nil).status().number
    }
    return ["path": .string(path.text), "file": .string(String(number))]
  }

  private static func isOurs(_ status: FileStatus?, _ token: JSONValue) -> Bool {
    status.map { token["file"]?.stringValue == String($0.number) } ?? false
  }

  package func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    let (path, token) = (path, token)
    let target = try await BlockingWork.run { try PendingFile(path, token: token, emptied: false) }
    var position = block.offset
    do {
      for try await chunk in bytes {
        let place = position
        try await BlockingWork.run { try target.write(chunk, at: place) }
        position += Int64(chunk.readableBytes)
      }
      // What is written down as sent must be there after a power cut.
      try await BlockingWork.run { try target.sync() }
    } catch FileSourceError.noSpace {
      throw TransferError.destinationFull(place: path.text, status: nil)
    }
  }

  package func finish(_ count: Int, of upload: Upload) async throws -> JSONObject {
    let (path, token, replacing) = (path, token, replacing)
    let status = try await BlockingWork.run { () throws -> FileStatus in
      let traces = PendingFile.traces(path, token: token)
      let isPlaced = Self.isOurs(traces.placed, upload.token)
      if let placed = traces.placed, isPlaced, placed.size == upload.received {
        if traces.hidden != nil { try PendingFile(path, token: token, emptied: false).discard() }
        return placed
      }
      let target = try PendingFile(path, token: token, emptied: false)
      try target.cut(to: upload.received)
      return try target.keep(replacing: replacing)
    }
    return ["path": .string(path.text), "file": FolderConnector.handle(path, status).json]
  }

  package func discard(_ upload: Upload) async {
    let (path, token) = (path, token)
    try? await BlockingWork.run { try PendingFile(path, token: token, emptied: false).discard() }
  }
}

extension FolderConnector {
  /// A place for a file in an allowed folder.
  /// - Parameters:
  ///   - path: from the folder's name on.
  ///   - replacing: whether a file that is there may be replaced.
  ///   - key: the same one at every try of one step.
  /// - Throws: ``FileSourceError/notAllowed(path:)``.
  package func destination(_ path: String, replacing: Bool, key: String) throws -> FolderDestination {
    let place = try FolderPath(path, in: roots)
    guard place.root.isWritable, !place.steps.isEmpty else { throw FileSourceError.notAllowed(path: place.text) }
    return FolderDestination(
      path: place, replacing: replacing, token: StepIdentity(key: key).uuid.uuidString.lowercased())
  }
}
