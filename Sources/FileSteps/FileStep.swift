package import Connectors
package import Core

/// A built-in action of flows that works on files.
package struct FileStep: Sendable {
  /// Without the prefix, as `unzip`.
  package let name: String
  /// For people: "Unpack a ZIP file".
  package let title: String
  /// What it takes; the builder makes its form of it.
  package let input: JSONSchema
  /// What it gives.
  package let output: JSONValue
  private let work: @Sendable (FileStepCall) async throws -> JSONValue

  init(
    _ name: String, _ title: String, input: JSONValue, output: JSONValue,
    work: @escaping @Sendable (FileStepCall) async throws -> JSONValue
  ) {
    self.name = name
    self.title = title
    self.input = JSONSchema(input)
    self.output = output
    self.work = work
  }

  /// As flows write it.
  package var fullName: String { "weir/" + name }

  /// Does it.
  /// - Throws: ``ActionError`` for everything that can go wrong.
  package func run(_ call: FileStepCall) async throws(ActionError) -> JSONValue {
    do {
      return try await work(
        FileStepCall(input: input.accept(call.input), holder: call.holder, room: call.room, context: call.context))
    } catch {
      throw ActionError(error)
    }
  }
}
