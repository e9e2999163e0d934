import Connectors
import Core

/// Gives rows to the flow: in the output itself while they are few, as a file of JSON lines otherwise.
struct RowOutput {
  private let name: String
  private let call: FileStepCall
  private var few: [JSONValue] = []
  private var bytes = 0
  private var writer: BlockWriter?
  /// How many rows there are.
  private(set) var count = 0

  /// - Parameter name: of the file, without its ending.
  init(_ call: FileStepCall, name: String) {
    self.call = call
    self.name = name
  }

  /// The JSON Schema of such a member.
  static func schema(_ description: String) -> JSONValue {
    [
      "title": "Rows",
      "description": .string(
        description + " A list up to 10,000 rows and 1 MB, else a file of JSON lines."),
      "anyOf": [
        ["type": "array", "items": ["type": "object"]], ["type": "object", "format": "file"],
      ],
    ]
  }

  mutating func append(_ rows: [JSONValue]) async throws {
    for row in rows {
      let line = row.encoded() + [UInt8(ascii: "\n")]
      count += 1
      bytes += line.count
      if writer == nil, count <= RowLimits.inlineRows, bytes <= RowLimits.inlineBytes {
        few.append(row)
      } else {
        try await spool(line)
      }
    }
  }

  /// - Returns: a list of rows, or a file handle.
  mutating func finish() async throws -> JSONValue {
    guard var writer else { return .array(few) }
    return try await writer.finish(name: name + ".jsonl", mime: "application/jsonl").json
  }

  /// Takes away what was written.
  func abandon() async {
    await writer?.abandon()
  }

  private mutating func spool(_ line: [UInt8]) async throws {
    var writer = writer ?? BlockWriter(call)
    for row in few { try await writer.append(row.encoded() + [UInt8(ascii: "\n")]) }
    few = []
    try await writer.append(line)
    self.writer = writer
  }
}

extension FileStepCall {
  /// Has `body` give rows, and answers them with whatever else it says.
  /// - Parameter name: of the file that they come from.
  func rows(
    from name: String, as member: String = "rows", _ body: (inout RowOutput) async throws -> JSONObject
  ) async throws -> JSONValue {
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    var output = RowOutput(self, name: stem.isEmpty ? "rows" : stem)
    do {
      let more = try await body(&output)
      let rows = try await output.finish()
      return .object(JSONObject([(member, rows), ("count", JSONValue(output.count))]).merging(more))
    } catch {
      await output.abandon()
      throw error
    }
  }

  /// Reads a table whole.
  func table(_ machine: @escaping @Sendable () -> any RowMachine) async throws -> JSONValue {
    let file = try await file()
    let rows = RowStream(
      bytes: try await file.stream(), size: file.size, progress: context.progress, machine: machine)
    return try await self.rows(from: file.name) { output in
      for try await some in rows { try await output.append(some) }
      return [:]
    }
  }
}
