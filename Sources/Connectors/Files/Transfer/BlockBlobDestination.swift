package import Core
package import Egress
import Foundation
import HTTPTypes

/// An upload address of Azure Block Blob storage, as MediaValet gives it out: blocks in any number, then their list.
///
/// The storage keeps blocks for a week, so a transfer that was killed goes on with the block it was at.
package struct BlockBlobDestination: FileDestination {
  private let request: WebRequest

  /// - Parameter url: signed; whoever has it can write there.
  package init(url: String, outbound: Outbound) {
    self.init(url: url, outbound: outbound) { _ in }
  }

  /// - Parameter prove: adds the proof of who sends, where the address doesn't carry it.
  init(url: String, outbound: Outbound, prove: @escaping @Sendable (inout OutboundRequest) async throws -> Void) {
    request = WebRequest(url: url, outbound: outbound) { request in
      request.headers[Self.version] = "2021-12-02"
      try await prove(&request)
    }
  }

  /// 50,000 is what the storage puts together in one blob.
  package var blocks: BlockRule { .blocks(atMost: 50_000) }

  package func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue { [:] }

  package func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    let id = PercentEncoding.encode(Self.id(block.index))
    _ = try await request.send(.put, query: "comp=block&blockid=\(id)", bytes)
  }

  package func finish(_ count: Int, of upload: Upload) async throws -> JSONObject {
    let list = (0..<count).map { "<Latest>\(Self.id($0))</Latest>" }.joined()
    let body = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>\(list)</BlockList>".utf8)
    var headers: HTTPFields = [.contentType: "application/xml"]
    headers[Self.contentType] = upload.file.mime
    do {
      let answer = try await request.send(.put, query: "comp=blocklist", headers: headers, ByteStream(body))
      return answer[.eTag].map { ["etag": .string($0)] } ?? [:]
    } catch TransferError.refused(_, 400, _) {
      // The storage forgot blocks, after a week or since somebody else wrote to the blob.
      throw TransferError.lostBlocks
    }
  }

  package func discard(_ upload: Upload) async {}

  /// All of one length, as the storage wants.
  private static func id(_ index: Int) -> String {
    let digits = String(index)
    let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    return Data("block-\(padded)".utf8).base64EncodedString()
  }

  private static let version = HTTPField.Name("x-ms-version") ?? .accept
  private static let contentType = HTTPField.Name("x-ms-blob-content-type") ?? .accept
}
