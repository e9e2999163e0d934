import Blobs
import Core
import Foundation
import HTTPTypes
import Hummingbird
import Library

/// The address that an upload's bytes are written to, in the shape of an Azure block blob: Put Blob, Put Block, Put Block
/// List, Get Block List. Whoever holds the signed address needs no sign-in.
struct UploadBlobEndpoints: EndpointGroup {
  let library: Library
  let effects: Effects

  var endpoints: [Endpoint] {
    let path = "/blobs/{container}/{blob}"
    let operation = Parameter.query(
      "comp", .words(["block", "blocklist"]), "Put Block or Put Block List; else Put Blob.")
    return [
      Endpoint(
        .put, path, id: "putBlob", summary: "Writes an upload's bytes: whole, a block, or a list of blocks",
        tag: "Blobs", surface: .blobs, access: .anyone,
        parameters: [operation, .query("blockid", .string, "Base64; blocks of one id replace each other.")],
        body: .bytes(), responses: [.empty(.created, "Stored, and safe")], bodyLimit: .streamed, handler: put),
      Endpoint(
        .get, path, id: "getBlockList", summary: "Lists the blocks that are safe", tag: "Blobs", surface: .blobs,
        access: .anyone, parameters: [operation],
        responses: [.content(.ok, "The list of blocks", type: "application/xml")], handler: list),
    ]
  }

  @Sendable private func put(_ request: Request, _ context: APIContext) async throws -> Response {
    let grant = try library.mediaURLs.uploadGrant(path: request.uri.path, query: request.uri.query ?? "")
    let replacing = request.headers[.ifNoneMatch] != "*"
    switch request.query.string("comp")?.lowercased() {
    case "block":
      let name = try blockID(request)
      let block = try await library.uploads.putBlock(name, bytes: CheckedBody(request).stream, with: grant)
      return created(request, context, md5: block.md5)
    case "blocklist":
      let xml = try await CheckedBody(request).stream.collect(upTo: 8 << 20)
      let names = try BlockList.names(in: String(decoding: xml, as: UTF8.self))
      _ = try await library.uploads.putBlockList(names, replacing: replacing, with: grant)
      return created(request, context)
    case nil:
      if let type = request.headers[.blobType], type.lowercased() != "blockblob" {
        throw BlobWriteError.unsupportedBlobType(type)
      }
      let block = try await library.uploads.putBlob(CheckedBody(request).stream, replacing: replacing, with: grant)
      return created(request, context, md5: block.md5)
    case let other?: throw BlobWriteError.unknownOperation(other)
    }
  }

  /// Azure's SDKs ask for the list to go on after an interruption.
  @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
    let grant = try library.mediaURLs.uploadGrant(path: request.uri.path, query: request.uri.query ?? "")
    let blocks = try await library.uploads.blocks(with: grant)
    var headers = BlobHeaders.common(request, context)
    headers[.committedBlockCount] = "0"
    if request.method == .head, blocks.isEmpty { throw MediaURLError.missing }
    guard request.query.string("comp")?.lowercased() == "blocklist" || request.method == .head else {
      throw RequestError.methodNotAllowed("GET", allowed: ["PUT", "HEAD"])
    }
    return .bytes(Array(BlockList.xml(blocks).utf8), type: "application/xml", headers: headers)
  }

  private func blockID(_ request: Request) throws -> String {
    guard let id = request.query.string("blockid") else { throw RequestError.missingParameter("blockid") }
    // In a query an unencoded plus reads as a blank; base64 has pluses and no blanks.
    let name = id.replacing(" ", with: "+")
    guard let bytes = Data(base64Encoded: name), (1...64).contains(bytes.count) else {
      throw BlobWriteError.badBlockID(id)
    }
    return name
  }

  private func created(_ request: Request, _ context: APIContext, md5: String? = nil) -> Response {
    var headers = BlobHeaders.common(request, context)
    headers[.storageEncrypted] = "true"
    headers[.eTag] = "\"0x\(String(UInt64(effects.now().milliseconds), radix: 16, uppercase: true))\""
    headers[.lastModified] = HTTPDate.format(effects.now())
    headers[.contentCRC64] = request.headers[.contentCRC64]
    if let md5, let bytes = HexadecimalBytes.decode(md5) { headers[.contentMD5] = Data(bytes).base64EncodedString() }
    return Response(status: .created, headers: headers)
  }
}
