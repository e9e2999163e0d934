import Core
import Egress
import Foundation
import HTTPTypes

/// A Nextcloud that takes a large file in pieces, so that a transfer that was killed goes on where it stopped.
///
/// After its developer manual, "Chunked file upload" version 2: a folder under `uploads` is made, pieces are put there under
/// numbers, and moving its `.file` puts them together.
struct NextcloudDestination: FileDestination {
  /// Smaller files go in one request.
  private static let smallest: Int64 = 20 << 20

  private let storage: StorageCall
  private let target: String
  private let uploads: String

  /// - Parameters:
  ///   - path: of the file to be, percent-encoded.
  ///   - user: whose uploads they are, percent-encoded.
  init(_ storage: StorageCall, at address: NextcloudAddress, path: String, user: String) {
    self.storage = storage
    target = address.target(path, of: user)
    uploads = address.uploads(of: user)
  }

  /// Whether a file of this size goes in pieces; one whose size isn't known does.
  static func takes(_ size: Int64?) -> Bool { size ?? .max > smallest }

  /// Pieces are numbered from 1 to 10,000.
  var blocks: BlockRule { .blocks(atMost: 10_000) }

  func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue {
    if let name = token?["folder"]?.stringValue {
      let exists = try await storage.send("PROPFIND", "\(uploads)/\(name)", accepting: [404])
      guard exists.status != 404 else { throw TransferError.lostBlocks }
      return ["folder": .string(name)]
    }
    let name = "weir-" + storage.call.effects.uuid().uuidString.lowercased()
    _ = try await storage.send("MKCOL", "\(uploads)/\(name)", headers: destination, accepting: [405])
    return ["folder": .string(name)]
  }

  func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    let number = String(100_001 + block.index).dropFirst()
    let request = WebRequest(
      url: "\(folder(upload))/\(number)", outbound: storage.call.outbound, prove: storage.proving)
    _ = try await request.send(.put, headers: destination, bytes)
  }

  func finish(_ count: Int, of upload: Upload) async throws -> JSONObject {
    var headers = destination
    if let name = HTTPField.Name("OC-Total-Length") { headers[name] = String(upload.received) }
    let moved = try await storage.send("MOVE", "\(folder(upload))/.file", headers: headers, accepting: [404])
    // An earlier try may have put them together already.
    if moved.status == 404 {
      let there = try await storage.send("HEAD", target, accepting: [404])
      guard there.status != 404 else { throw TransferError.lostBlocks }
    }
    return [:]
  }

  func discard(_ upload: Upload) async {
    _ = try? await storage.send("DELETE", folder(upload), accepting: [404])
  }

  private func folder(_ upload: Upload) -> String { "\(uploads)/\(upload.token["folder"]?.stringValue ?? "")" }

  /// Every request of an upload says where the file is to go.
  private var destination: HTTPFields {
    var headers = HTTPFields()
    if let name = HTTPField.Name("Destination") { headers[name] = target }
    return headers
  }
}
