import Connectors
import Core

/// The rows that a step is given: a list, or a file of JSON lines.
enum RowInput {
  /// The JSON Schema of such a member.
  static func schema(_ description: String) -> JSONValue {
    [
      "title": "Rows",
      "description": .string(description),
      "anyOf": [
        ["type": "array", "items": ["type": "object"]], ["type": "object", "format": "file"],
      ],
    ]
  }

  /// - Throws: ``FileStepError/noRows(field:)``.
  static func open(_ call: FileStepCall, _ member: String = "rows") async throws -> AnyRows {
    if let list = call.input[member]?.arrayValue { return AnyRows(list: list) }
    guard let handle = call.input[member].flatMap(MediaFileHandle.init(json:)) else {
      throw FileStepError.noRows(field: member)
    }
    let file = try await call.room.files.open(handle)
    let (bytes, context) = (try await file.stream(), call.context)
    return AnyRows(
      stream: RowStream(bytes: bytes, size: file.size, progress: context.progress) {
        JSONLineReader(file: handle.name)
      })
  }
}

/// Rows from wherever they come.
struct AnyRows: AsyncSequence, Sendable {
  typealias Element = [JSONValue]

  private let list: [JSONValue]
  private let stream: RowStream?

  init(list: [JSONValue]) {
    self.list = list
    stream = nil
  }

  init(stream: RowStream) {
    list = []
    self.stream = stream
  }

  func makeAsyncIterator() -> Iterator { Iterator(list: list, stream: stream?.makeAsyncIterator()) }

  struct Iterator: AsyncIteratorProtocol {
    var list: [JSONValue]
    var stream: RowStream.Iterator?

    mutating func next() async throws -> [JSONValue]? {
      if !list.isEmpty {
        defer { list = [] }
        return list
      }
      return try await stream?.next()
    }
  }
}
