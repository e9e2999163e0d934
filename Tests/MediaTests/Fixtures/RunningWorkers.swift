import Foundation
import Logging
import Media
import TestSupport

/// Runs a pool for the time of a test.
/// - Parameter executable: what to start in place of the built `weir`.
@discardableResult
func withWorkers<Value: Sendable>(
  executable: String? = nil, workers: Int = 1, _ adjust: (inout MediaSettings) -> Void = { _ in },
  _ body: @escaping @Sendable (MediaWorkers) async throws -> Value
) async throws -> Value {
  var settings = MediaSettings(executable: try executable ?? WeirExecutable.path, workers: workers)
  adjust(&settings)
  let pool = MediaWorkers(settings: settings, logger: Logger(label: "test"))
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await pool.run() }
    defer { group.cancelAll() }
    return try await body(pool)
  }
}

/// Programs that stand in for a worker.
struct FakeWorker {
  let folder: TemporaryFolder

  /// A shell script that says it is ready and then does as told.
  func script(_ behaviour: String) throws -> String {
    let ready = #"printf '\000\000\000\014{"ready":{}}'"#
    let path = try folder.write("worker.sh", "#!/bin/sh\n\(ready)\n\(behaviour)\n".utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  /// A shell script that says nothing by itself.
  func silentScript(_ behaviour: String) throws -> String {
    let path = try folder.write("worker.sh", "#!/bin/sh\n\(behaviour)\n".utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }
}
