import Core
import Crypto
import Foundation

/// One block of a file on its way, as templates know it.
struct UploadBlock: Sendable {
  let index: Int
  let first: Int64
  let bytes: [UInt8]
  let total: Int64
  /// What the service said of this block when it said how the file is to be cut.
  var part: JSONValue?

  /// What templates may refer to.
  static let names: Set<String> = [
    "index", "number", "first", "last", "end", "size", "total", "isLast", "range", "id", "sha1", "sha256", "md5",
    "count", "address", "part",
  ]

  /// Where the next one begins.
  var end: Int64 { first + Int64(bytes.count) }
  var isLast: Bool { end >= total }

  /// The values of ``names``. Digests are in base 64, as `Digest` and `Content-MD5` carry them; the id has the same length
  /// for every block, as Azure wants it.
  var templateValues: JSONObject {
    let number = String(index)
    let name = String(repeating: "0", count: max(0, 8 - number.count)) + number
    var values: JSONObject = [
      "index": JSONValue(index), "number": JSONValue(index + 1), "first": .int(first), "last": .int(end - 1),
      "end": .int(end), "size": JSONValue(bytes.count), "total": .int(total), "isLast": .bool(isLast),
      "range": .string(bytes.isEmpty ? "bytes */\(total)" : "bytes \(first)-\(end - 1)/\(total)"),
      "id": .string(Data(name.utf8).base64EncodedString()),
      "sha1": .string(Data(Insecure.SHA1.hash(data: bytes)).base64EncodedString()),
      "sha256": .string(Data(SHA256.hash(data: bytes)).base64EncodedString()),
      "md5": .string(Data(Insecure.MD5.hash(data: bytes)).base64EncodedString()),
    ]
    values["part"] = part
    return values
  }
}

/// How far an upload in blocks is; kept after every block.
struct UploadProgress: Sendable, Equatable {
  /// What the start answered.
  var answer: JSONValue
  /// How many bytes have arrived.
  var done: Int64 = 0
  /// How many blocks have arrived.
  var blocks = 0
  /// What was gathered of the blocks' answers.
  var parts: [JSONValue] = []
  /// Of the file that is sent: another one begins anew.
  var version: String

  /// What templates know as `${upload.…}`.
  var templateValue: JSONValue {
    var object = answer.objectValue ?? ["answer": answer]
    object["parts"] = .array(parts)
    return .object(object)
  }

  var json: JSONValue {
    [
      "answer": answer, "done": .int(done), "blocks": JSONValue(blocks), "parts": .array(parts),
      "version": .string(version),
    ]
  }

  init(answer: JSONValue, version: String) {
    self.answer = answer
    self.version = version
  }

  /// - Returns: `nil` when it was kept for another file, or by something else.
  init?(_ json: JSONValue, version: String) {
    guard json["version"]?.stringValue == version, let answer = json["answer"], let done = json["done"]?.intValue,
      let blocks = json["blocks"]?.intValue, let parts = json["parts"]?.arrayValue
    else { return nil }
    self.init(answer: answer, version: version)
    self.done = done
    self.blocks = Int(blocks)
    self.parts = parts
  }
}
