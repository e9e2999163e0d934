import Core
import Foundation
import HTTPTypes

/// Azure Block Blob storage, as far as an upload needs it: Put Blob, Put Block, Put Block List.
extension MediaValetSimulator {
  static func storage(_ request: Request, _ state: inout State) -> Answer {
    let id = String(request.path.dropFirst("/storage/".count))
    guard let upload = state.uploads[id] else { return failure(404, "ContainerNotFound") }
    state.storageRequestsLeft -= 1
    let isGood = request.query["sig"] == "s\(upload.signature)" && state.storageRequestsLeft >= 0
    guard isGood else { return failure(403, "AuthenticationFailed") }
    guard request.headers[.authorization] == nil else { return failure(400, "CredentialsLeaked") }
    switch request.query["comp"] {
    case nil:
      guard request.headers[.testName("x-ms-blob-type")] == "BlockBlob" else {
        return failure(400, "MissingRequiredHeader")
      }
      state.uploads[id]?.bytes = request.body
      return Answer(status: 201)
    case "block":
      guard let block = request.query["blockid"], Data(base64Encoded: block) != nil else {
        return failure(400, "InvalidQueryParameterValue")
      }
      state.uploads[id]?.blocks[block] = request.body
      return Answer(status: 201)
    case "blocklist": return commit(id, upload, request, &state)
    default: return failure(400, "InvalidQueryParameterValue")
    }
  }

  private static func commit(_ id: String, _ upload: Upload, _ request: Request, _ state: inout State) -> Answer {
    let list = String(decoding: request.body, as: UTF8.self)
    let names = list.components(separatedBy: "<Latest>").dropFirst().compactMap {
      $0.components(separatedBy: "</Latest>").first
    }
    var bytes: [UInt8] = []
    for name in names {
      guard let block = upload.blocks[name] else { return failure(400, "InvalidBlockList") }
      bytes += block
    }
    state.uploads[id]?.bytes = bytes
    return Answer(status: 201)
  }

  static func failure(_ status: Int, _ code: String) -> Answer {
    Answer(
      status: status, headers: [.testName("x-ms-error-code"): code],
      body: Array("<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>…</Message></Error>".utf8))
  }
}
