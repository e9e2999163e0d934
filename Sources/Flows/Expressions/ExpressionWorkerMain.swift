import CJQ
import CSandbox
import Core
import Foundation

/// The whole of `weir expression-worker`: evaluates jq for the process that started it, over its standard input, which
/// is a socket, until that is closed.
///
/// It may be killed at any time, and ends itself when an evaluation takes longer than the question allows: libjq can't
/// be interrupted in any other way.
package enum ExpressionWorkerMain {
  /// Returns when the other side has hung up.
  package static func run() {
    // No connection of the server's, and no listening socket that would outlive it and keep its port.
    csandbox_close_inherited()
    _ = cjq_limit_memory(ExpressionLimits.standard.memory)
    var programs: [String: OpaquePointer] = [:]
    while let header = readMessage(), let question = try? JSONValue(parsing: header) {
      var calls: [[UInt8]] = []
      for _ in 0..<(question["count"]?.intValue ?? 0) {
        guard let call = readMessage() else { return }
        calls.append(call)
      }
      let key = question["key"]?.stringValue ?? ""
      if let source = question["source"]?.stringValue {
        cjq_free(programs[key])
        programs[key] = compile(source)
      }
      for call in calls { answer(call, programs[key], question) }
    }
  }

  private static func compile(_ source: String) -> OpaquePointer? {
    cjq_deadline(UInt32(ExpressionMessage.compileTime.milliseconds))
    var message: UnsafeMutablePointer<CChar>?
    let program = cjq_compile(source, &message)
    cjq_deadline(0)
    let text = message.map { Array(String(cString: $0).utf8) } ?? []
    free(message)
    write(ExpressionMessage.answer(program == nil ? .doesNotCompile : .value, text))
    return program
  }

  private static func answer(_ call: [UInt8], _ program: OpaquePointer?, _ question: JSONValue) {
    guard let program else { return write(ExpressionMessage.answer(.doesNotCompile, [])) }
    var text: UnsafeMutablePointer<CChar>?
    var length = 0
    cjq_deadline(UInt32(clamping: question["ms"]?.intValue ?? 1000))
    let result = call.withUnsafeBytes { bytes in
      cjq_evaluate(
        program, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count,
        Int(question["output"]?.intValue ?? 0), &text, &length)
    }
    cjq_deadline(0)
    let bytes = text.map { Array(UnsafeRawBufferPointer(start: $0, count: length)) } ?? []
    free(text)
    write(ExpressionMessage.answer(ExpressionMessage.Kind(rawValue: UInt8(result.rawValue)) ?? .failed, bytes))
  }

  private static func readMessage() -> [UInt8]? {
    guard let header = readBytes(4) else { return nil }
    let length = ExpressionMessage.length(header)
    return length <= ExpressionMessage.maximumBytes ? readBytes(length) : nil
  }

  private static func readBytes(_ count: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let received = read(0, buffer.baseAddress?.advanced(by: filled), count - filled)
        if received < 0, errno == EINTR { continue }
        if received <= 0 { break }
        filled += received
      }
    }
    return bytes.count == count ? bytes : nil
  }

  private static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
      if sent < 0, errno == EINTR { continue }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }
}
