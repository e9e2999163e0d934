import Core

/// What goes to an expression process, and what comes back.
///
/// A message is its length in four bytes, most significant first, and that many bytes. A question is one message with a
/// JSON object, `{"key", "source"?, "ms", "output", "count"}`, and `count` messages with `[number, context]` as JSON.
/// The answers: one message for the program, if its source came along, and one for each call as soon as it is done.
/// An answer is one byte, ``Kind``, and a text.
enum ExpressionMessage {
  enum Kind: UInt8 {
    /// The text is the result as JSON; empty for a program.
    case value = 0
    case failed = 1
    case tooLarge = 3
    case manyResults = 4
    case doesNotCompile = 5
  }

  static let maximumBytes = 256 << 20
  /// How long a program may take to compile.
  static let compileTime: Duration = .seconds(20)

  static func question(
    _ program: ExpressionProgram, includesSource: Bool, _ calls: [[UInt8]], _ limits: ExpressionLimits
  ) -> [UInt8] {
    var header: JSONObject = [
      "key": .string(program.key), "ms": .int(limits.time.milliseconds), "output": JSONValue(limits.output),
      "count": JSONValue(calls.count),
    ]
    if includesSource { header["source"] = .string(program.source) }
    var bytes = framed(JSONValue.object(header).encoded())
    for call in calls { bytes += framed(call) }
    return bytes
  }

  static func call(_ call: ExpressionCall) -> [UInt8] {
    JSONValue.array([JSONValue(call.expression.index), call.context.json(for: call.expression.reads)]).encoded()
  }

  static func answer(_ kind: Kind, _ text: [UInt8]) -> [UInt8] {
    framed([kind.rawValue] + text)
  }

  static func framed(_ bytes: [UInt8]) -> [UInt8] {
    let length = UInt32(bytes.count)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + bytes
  }

  static func length(_ header: [UInt8]) -> Int {
    header.reduce(0) { $0 << 8 | Int($1) }
  }
}
