package import Connectors
package import Core

/// One call of a ``FileStep``.
package struct FileStepCall: Sendable {
  /// Fits the step's schema, with its defaults filled in.
  package let input: JSONValue
  /// For whom results are kept: the run's id.
  package let holder: String
  let room: FileRoom
  package let context: ActionContext

  package init(input: JSONValue, holder: String, room: FileRoom, context: ActionContext) {
    self.input = input
    self.holder = holder
    self.room = room
    self.context = context
  }

  /// The file handle in a member of the input.
  func handle(_ member: String = "file") throws -> MediaFileHandle {
    guard let json = input[member], let handle = MediaFileHandle(json: json) else {
      throw FileStepError.noFile(field: member)
    }
    return handle
  }

  /// The open file behind a member of the input.
  func file(_ member: String = "file") async throws -> OpenFile {
    try await room.files.open(try handle(member))
  }

  func text(_ member: String) -> String? { input[member]?.stringValue }
  func number(_ member: String) -> Int? { input[member]?.intValue.map(Int.init) }
  func flag(_ member: String) -> Bool { input[member] == true }
}
