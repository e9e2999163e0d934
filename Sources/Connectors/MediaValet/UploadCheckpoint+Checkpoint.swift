import Core
import Foundation
import MediaValetClient

extension UploadCheckpoint {
  /// Keeps the state of an upload where the action keeps its own.
  init(_ checkpoint: Checkpoint) {
    self.init(
      load: {
        guard let kept = try await checkpoint.load() else { return nil }
        // A state that can't be read any more is as good as none: the id asked for is the same again.
        return try? JSONDecoder().decode(UploadState.self, from: Data(kept.encoded()))
      },
      save: { state in
        try await checkpoint.save(try JSONValue(parsing: JSONEncoder().encode(state)))
      })
  }
}

extension UploadDescription {
  /// Reads the inputs of the action.
  init(input: JSONValue) {
    self.init(
      title: input["title"]?.stringValue, description: input["description"]?.stringValue,
      categories: Self.texts(input["categories"]), keywords: Self.texts(input["keywords"]),
      attributes: (input["attributes"]?.objectValue ?? [:]).reduce(into: [:]) { values, member in
        values[member.0] = member.1.stringValue
      })
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).compactMap(\.stringValue)
  }
}
