import Core
import Foundation

/// Keeps one expression process running and asks it, one question at a time.
actor ExpressionChild {
  /// A process that holds more programs than this is replaced, to give their memory back.
  private static let maximumPrograms = 48
  private static let callsPerQuestion = 64

  private let executor = BlockingExecutor(label: "weir.expressions")
  private let command: [String]
  private let limits: ExpressionLimits
  private var process: ExpressionProcess?
  private var loaded: Set<String> = []

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(command: [String], limits: ExpressionLimits) {
    self.command = command
    self.limits = limits
  }

  deinit {
    process?.finish()
  }

  /// The result of every call, in order. One that ends the process costs nobody else anything.
  func evaluate(
    _ program: ExpressionProgram, _ calls: [ExpressionCall]
  ) -> [Result<JSONValue, ExpressionError>] {
    var results: [Result<JSONValue, ExpressionError>] = []
    while results.count < calls.count {
      let part = calls[results.count...].prefix(Self.callsPerQuestion)
      do throws(ExpressionError) {
        try ask(program, part, &results)
      } catch {
        results.append(.failure(error))
      }
    }
    return results
  }

  /// - Throws: ``ExpressionError/doesNotCompile(_:)`` with libjq's complaint.
  func compile(_ program: ExpressionProgram) throws(ExpressionError) {
    var none: [Result<JSONValue, ExpressionError>] = []
    try ask(program, [], &none)
  }

  func stop() {
    process?.finish()
    process = nil
    loaded = []
  }

  /// Adds the results that came; the call after them is to blame for the error thrown.
  private func ask(
    _ program: ExpressionProgram, _ calls: ArraySlice<ExpressionCall>,
    _ results: inout [Result<JSONValue, ExpressionError>]
  ) throws(ExpressionError) {
    let process = try runningProcess()
    let isNew = !loaded.contains(program.key)
    var complaint: String?
    do throws(ExpressionProcess.Loss) {
      let messages = calls.map(ExpressionMessage.call)
      try process.send(ExpressionMessage.question(program, includesSource: isNew, messages, limits))
      if isNew { complaint = try loading(of: program, by: process) }
      for _ in calls {
        let answer = try process.receive(patience: limits.time + .seconds(5))
        if complaint == nil { results.append(result(of: answer)) }
      }
    } catch {
      self.process = nil
      loaded = []
      throw reason(for: error)
    }
    if let complaint { throw .doesNotCompile(complaint) }
  }

  /// - Returns: libjq's complaint, when the program doesn't compile.
  private func loading(
    of program: ExpressionProgram, by process: ExpressionProcess
  ) throws(ExpressionProcess.Loss) -> String? {
    let answer = try process.receive(patience: ExpressionMessage.compileTime + .seconds(5))
    guard answer.first == ExpressionMessage.Kind.value.rawValue else {
      return String(decoding: answer.dropFirst(), as: UTF8.self)
    }
    loaded.insert(program.key)
    return nil
  }

  private func runningProcess() throws(ExpressionError) -> ExpressionProcess {
    if loaded.count >= Self.maximumPrograms { stop() }
    if let process { return process }
    let started = try ExpressionProcess.start(command)
    process = started
    return started
  }

  private func result(of answer: [UInt8]) -> Result<JSONValue, ExpressionError> {
    let text = answer.dropFirst()
    switch answer.first.flatMap(ExpressionMessage.Kind.init(rawValue:)) {
    case .value?:
      guard let value = try? JSONValue(parsing: Array(text)) else { return .failure(.failed("its result is no JSON")) }
      return .success(value)
    case .tooLarge?: return .failure(.tooLarge(limit: limits.output))
    case .manyResults?: return .failure(.manyResults)
    case .doesNotCompile?: return .failure(.doesNotCompile("it is not loaded"))
    case .failed?, nil: return .failure(.failed(String(decoding: text, as: UTF8.self)))
    }
  }

  private func reason(for loss: ExpressionProcess.Loss) -> ExpressionError {
    switch loss {
    case .tookTooLong, .ended(signal: SIGALRM): .timedOut(limits.time)
    case .ended(signal: 0): .unavailable("its process ended")
    case .ended: .exhausted(memory: limits.memory)
    }
  }
}
