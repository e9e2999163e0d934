import Connections
import Core
import Foundation
import Subprocess
import SystemPackage

/// Gets the master keys from a program, as one that asks a key service or a password manager.
///
/// It is run without a shell, with Weir's own settings taken out of its environment. What it writes is read as the keys and
/// goes nowhere else; what it says on its error output is thrown away, since it may repeat a secret.
struct KeyCommand: Sendable {
  /// The program and its arguments; at least the program.
  let words: [String]
  let effects: Effects

  /// How long the program may take.
  private static let limit = Duration.seconds(30)
  /// The longest list of keys, in bytes.
  private static let longest = 64 << 10

  /// - Throws: ``VaultError/keyCommand(reason:)``, or what is wrong with the keys.
  @concurrent
  func keys() async throws -> [VaultKey] {
    let output = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await run() }
      group.addTask {
        try await effects.sleep(Self.limit)
        throw VaultError.keyCommand(reason: "takes longer than 30 seconds")
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
    return try [VaultKey](lines: String(decoding: output, as: UTF8.self))
  }

  private func run() async throws -> [UInt8] {
    guard let program = words.first else { throw VaultError.keyCommand(reason: "isn't there") }
    var platform = PlatformOptions()
    platform.processGroupID = 0
    platform.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let executable = program.contains("/") ? Executable.path(FilePath(program)) : .name(program)
    let result: ExecutionResult<Void, BytesOutput, DiscardedOutput>
    do {
      result = try await Subprocess.run(
        executable, arguments: Arguments(Array(words.dropFirst())), environment: Self.environment,
        platformOptions: platform, output: .bytes(limit: Self.longest), error: .discarded)
    } catch let error as SubprocessError {
      try Task.checkCancellation()
      throw VaultError.keyCommand(reason: error.code == .outputLimitExceeded ? "writes too much" : "can't be run")
    }
    guard result.terminationStatus.isSuccess else { throw VaultError.keyCommand(reason: "failed") }
    return result.standardOutput
  }

  private static var environment: Environment {
    let own = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("WEIR_") }.compactMap {
      Environment.Key(rawValue: $0)
    }
    return .inherit.updating(Dictionary(uniqueKeysWithValues: own.map { ($0, nil) }))
  }
}
