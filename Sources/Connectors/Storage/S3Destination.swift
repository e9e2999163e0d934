import Core
import Egress
import Foundation
import HTTPTypes

/// A multipart upload to S3: parts in any number up to 10,000, then their list.
///
/// What has arrived is asked for before the list is sent, so nothing but the upload's id must be remembered over a kill.
struct S3Destination: FileDestination {
  let storage: StorageCall
  /// Of the object.
  let url: String

  var blocks: BlockRule { .blocks(atMost: 10_000) }

  func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue {
    if let id = token?["upload"]?.stringValue {
      let exists = try await storage.send("GET", url + "?uploadId=" + URIEncoding.encode(id), accepting: [404])
      guard exists.status != 404 else { throw TransferError.lostBlocks }
      return ["upload": .string(id)]
    }
    var headers = HTTPFields()
    headers[.contentType] = file.mime ?? "application/octet-stream"
    let answer = try await storage.send("POST", url + "?uploads=", headers: headers).answer
    guard let id = answer["InitiateMultipartUploadResult"]?["UploadId"]?.stringValue else {
      throw ActionError.unexpected(
        answer, missing: JSONPath("InitiateMultipartUploadResult.UploadId"),
        service: storage.call.caller.connector.title)
    }
    return ["upload": .string(id)]
  }

  func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    let request = WebRequest(url: url, outbound: storage.call.outbound, prove: storage.proving)
    _ = try await request.send(.put, query: "partNumber=\(block.index + 1)&uploadId=\(id(upload))", bytes)
  }

  func finish(_ count: Int, of upload: Upload) async throws -> JSONObject {
    let parts = try await parts(upload)
    // An earlier try may have finished it: then the upload is gone and the object there.
    guard let parts else { return [:] }
    guard parts.count >= count else { throw TransferError.lostBlocks }
    let list = (1...max(count, 1)).map { number in
      "<Part><PartNumber>\(number)</PartNumber><ETag>\(parts[number] ?? "")</ETag></Part>"
    }.joined()
    let body = Array("<CompleteMultipartUpload>\(list)</CompleteMultipartUpload>".utf8)
    let answer = try await storage.send(
      "POST", url + "?uploadId=\(id(upload))", headers: [.contentType: "application/xml"], body: body
    ).answer
    // A 200 with an error in it is one of the ways in which this call fails.
    if let code = answer["Error"]?["Code"]?.stringValue {
      throw ActionError(
        code: "service_unavailable", category: .unavailable,
        message: "The storage can't put the parts together: \(code).",
        retry: .backOff)
    }
    return [:]
  }

  func discard(_ upload: Upload) async {
    _ = try? await storage.send("DELETE", url + "?uploadId=\(id(upload))", accepting: [404])
  }

  private func id(_ upload: Upload) -> String { URIEncoding.encode(upload.token["upload"]?.stringValue ?? "") }

  /// The ETags of what has arrived, by number.
  /// - Returns: `nil` when there is no such upload any more, and the object is there.
  private func parts(_ upload: Upload) async throws -> [Int: String]? {
    var parts: [Int: String] = [:]
    var marker = "0"
    while true {
      let exchange = try await storage.send(
        "GET", url + "?uploadId=\(id(upload))&part-number-marker=\(marker)", accepting: [404])
      if exchange.status == 404 {
        let there = try await storage.send("HEAD", url, accepting: [404])
        guard there.status != 404, there.headers[.contentLength] == String(upload.received) else {
          throw TransferError.lostBlocks
        }
        return nil
      }
      // Amazon's outermost element is ListPartsResult; others call it otherwise.
      let result = exchange.answer.objectValue?.values.first
      for part in result?["Part"]?.arrayValue ?? [] {
        guard let number = part["PartNumber"]?.scalarText.flatMap({ Int($0) }) else { continue }
        parts[number] = part["ETag"]?.stringValue?.replacing("\"", with: "&quot;")
      }
      guard result?["IsTruncated"]?.stringValue == "true", let next = result?["NextPartNumberMarker"]?.scalarText,
        next != marker
      else { return parts }
      marker = next
    }
  }
}
