import Core
import MediaValetClient

/// Checks an asset out and a new version of its file in, and goes on where an earlier try stopped.
struct CheckInVersion: Sendable {
  let call: CodedAction.Call
  /// Stores the bytes behind an address.
  let store: @Sendable (_ url: String) async throws -> (name: String, size: Int64)

  /// How far it is; kept after every step that can't be taken twice.
  private enum Stage: String {
    case checkedOut, stored
  }

  func run() async throws -> JSONValue {
    let asset = call.input["assetId"] ?? .null
    var state = try await call.context.checkpoint.load()?.objectValue ?? [:]
    if Stage(rawValue: state["stage"]?.stringValue ?? "") == nil {
      state["status"] = try await act("readAsset", ["assetId": asset])["status"]
      _ = try await act("checkOutAsset", ["assetId": asset, "comments": comments])
      state["stage"] = .string(Stage.checkedOut.rawValue)
      try await call.context.checkpoint.save(.object(state))
    }
    if state["stage"] != .string(Stage.stored.rawValue) {
      let place = try await act("retrieveCheckInUploadInformation", ["assetId": asset])
      guard let url = place["uploadUrl"]?.stringValue else {
        throw ActionError.unexpected(place, missing: JSONPath("uploadUrl"), service: "MediaValet")
      }
      if let name = call.input["fileName"] {
        _ = try await act("validateCheckInFileName", ["id": asset, "fileName": name])
      }
      let (name, size) = try await store(url)
      state["uploadUrl"] = .string(url)
      state["uploadFilename"] = place.objectValue?.member(ignoringCaseOf: "uploadFilename") ?? .string(name)
      state["fileName"] = call.input["fileName"] ?? .string(name)
      state["size"] = .int(size)
      state["stage"] = .string(Stage.stored.rawValue)
      try await call.context.checkpoint.save(.object(state))
    }
    var input: JSONObject = [
      "assetId": asset, "priority": "high", "fileSizeInBytes": state["size"] ?? .null,
      "uploadFilename": state["uploadFilename"] ?? .null, "fileName": state["fileName"] ?? .null,
      "uploadUrl": state["uploadUrl"] ?? .null, "status": state["status"] == 9 ? 0 : state["status"] ?? 0,
    ]
    input["comment"] = call.input["comment"]
    _ = try await act("checkInAsset", .object(input))
    return ["assetId": asset, "fileName": state["fileName"] ?? .null, "size": state["size"] ?? .null]
  }

  private var comments: JSONValue { call.input["comment"].map { [$0] } ?? [] }

  private func act(_ action: String, _ input: JSONValue) async throws -> JSONValue {
    try await call.perform(
      action, input, ActionContext(idempotencyKey: "\(call.context.idempotencyKey)/\(action)"))
  }
}
