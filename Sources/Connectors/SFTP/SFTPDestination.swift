import CSSH
import Core
import Foundation
import NIOCore

/// A file on an SFTP server: written beside its place, at the offsets of its blocks, and put there when it is whole.
struct SFTPDestination: FileDestination {
  let session: SFTPSession
  let target: [UInt8]
  /// For messages.
  let name: String
  let effects: Effects

  var blocks: BlockRule { .blocks(atMost: 100_000) }

  func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue {
    let (session, name) = (session, name)
    if let part = token?["part"]?.stringValue {
      let path = SFTPPath.bytes(of: part)
      do {
        _ = try await BlockingWork.run { try session.facts(path, name: name) }
      } catch let error as ActionError where error.category == .notFound {
        throw TransferError.lostBlocks
      }
      return ["part": .string(part)]
    }
    let part = target + Array(".weir-\(effects.uuid().uuidString.lowercased().prefix(8))".utf8)
    // Made at once, so that an empty file is a file too, and a folder without permission is told before bytes are sent.
    _ = try await BlockingWork.run { try session.openFile(part, writes: true, name: name) }
    return ["part": .string(SFTPPath.id(part))]
  }

  func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    let (session, name, path) = (session, name, part(upload))
    let file = try await BlockingWork.run { try session.openFile(path, writes: true, name: name) }
    var offset = block.offset
    for try await chunk in bytes {
      let (piece, place) = (Array(chunk.readableBytesView), offset)
      try await BlockingWork.run { try file.write(piece, at: place) }
      offset += Int64(piece.count)
    }
  }

  func finish(_ count: Int, of upload: Upload) async throws -> JSONObject {
    let (session, name, path, target) = (session, name, part(upload), target)
    try await BlockingWork.run {
      do {
        try session.rename(path, to: target, name: name)
      } catch let error as ActionError where error.category == .notFound {
        // An earlier try may have put it in place.
        let there = try session.facts(target, name: name)
        guard Int64(exactly: there.size) == upload.received else { throw TransferError.lostBlocks }
      }
    }
    return [:]
  }

  func discard(_ upload: Upload) async {
    let (session, path) = (session, part(upload))
    try? await BlockingWork.run { try session.remove(path, isFolder: false, name: "") }
  }

  private func part(_ upload: Upload) -> [UInt8] { SFTPPath.bytes(of: upload.token["part"]?.stringValue ?? "") }
}
