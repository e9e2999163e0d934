package import Core

/// Writes files of JSON lines for loops whose output is too long for a value. This room knows no files, so whoever knows
/// them hands it in.
package struct LineWriter: Sendable {
  /// Makes a file of the bytes, kept as long as the run's history, and gives back its handle.
  package let write: @Sendable (_ name: String, _ run: RunID, _ bytes: ByteStream) async throws -> JSONValue

  package init(write: @escaping @Sendable (String, RunID, ByteStream) async throws -> JSONValue) {
    self.write = write
  }
}
