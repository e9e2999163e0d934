import Foundation

/// How messages travel over the pipes between the server and a worker: a length in four bytes, most significant first,
/// then that much JSON.
enum WorkerFrame {
  /// The longest message that is taken, in bytes; the metadata of a file is cut off far below it.
  static let limit = 32 << 20

  static func encode(_ message: some Encodable) throws -> [UInt8] {
    let body = try JSONEncoder().encode(message)
    let length = UInt32(body.count)
    return [UInt8(length >> 24), UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)] + body
  }

  static func decode<Message: Decodable>(_ type: Message.Type, from body: [UInt8]) throws -> Message {
    try JSONDecoder().decode(type, from: Data(body))
  }

  /// The length that a message's first four bytes announce.
  /// - Throws: ``WorkerFrameError/tooLong`` when that is more than ``limit``, as from a child that writes rubbish.
  static func length(of head: ArraySlice<UInt8>) throws(WorkerFrameError) -> Int {
    let length = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard length <= limit else { throw .tooLong }
    return length
  }
}

/// Why bytes from a pipe are no message.
enum WorkerFrameError: Error, Equatable {
  case tooLong
}
