import CPostgres
import Persistence

extension PostgresHandle {
  /// One statement on its way to the server.
  enum Command {
    case text(String)
    case prepared(String)
  }

  /// Runs a statement and what has to be done before it, all of it in one round trip (libpq's pipeline mode).
  /// - Parameter first: statements without arguments and answers, such as `begin`.
  /// - Returns: the answer to `command`.
  /// - Throws: the first error that the server reports; it does nothing after that.
  func execute(
    _ command: Command, _ arguments: PostgresArguments, after first: [String]
  ) throws -> PostgresResult {
    if first.isEmpty { return try execute(command, arguments) }
    // The answer to a commit that nobody waited for; no other command may begin before it was taken.
    while let answer = PQgetResult(pointer) { PQclear(answer) }
    guard PQenterPipelineMode(pointer) == 1 else { throw lost }
    defer { PQexitPipelineMode(pointer) }
    var isSent = true
    for sql in first { isSent = isSent && PQsendQueryParams(pointer, sql, 0, nil, nil, nil, nil, 0) == 1 }
    isSent = isSent && send(command, arguments) && PQpipelineSync(pointer) == 1
    guard isSent else { throw lost }
    var failure: (any Error)?
    var answer: PostgresResult?
    for _ in 0...first.count {
      do { answer = try nextAnswer() } catch { failure = failure ?? error }
    }
    // What ends the pipeline.
    if isAlive { PQclear(PQgetResult(pointer)) }
    if let failure { throw failure }
    guard let answer else { throw lost }
    return answer
  }

  private func execute(_ command: Command, _ arguments: PostgresArguments) throws -> PostgresResult {
    switch command {
    case .text(let sql): try execute(sql, arguments)
    case .prepared(let name): try executePrepared(name, arguments)
    }
  }

  private func send(_ command: Command, _ arguments: PostgresArguments) -> Bool {
    arguments.withPointers { count, values, lengths, formats in
      switch command {
      case .text(let sql):
        PQsendQueryParams(pointer, sql, count, arguments.types, values, lengths, formats, 0) == 1
      case .prepared(let name): PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 0) == 1
      }
    }
  }

  /// The answer to one command of the pipeline, with the empty one that ends it.
  private func nextAnswer() throws -> PostgresResult {
    let answer = Result { try checked(PQgetResult(pointer)) }
    while isAlive, let more = PQgetResult(pointer) { PQclear(more) }
    return try answer.get()
  }

  private var lost: PersistenceError {
    .unavailable(reason: PersistenceError.firstLine(of: PQerrorMessage(pointer)))
  }
}
