import Blobs
import Connectors
import Core
import Egress
import HTTPTypes

/// Moves a file of any size to another place.
enum CopyStep {
  static let copy = FileStep(
    "copy", "Copy a file",
    input: StepSchema.input(
      "Moves a file of any size to another place, block by block. Interrupted, it goes on with the block it was at; "
        + "an address that takes no blocks gets the file from the start. A file that changes meanwhile is refused.",
      [
        "file": StepSchema.file("The file to copy, from any step."),
        "to": [
          "type": "string", "title": "To", "enum": ["folder", "weir", "address", "blockBlob"], "default": "folder",
          "description": .string(
            "A folder of this server, Weir's own store, an address that takes a PUT, or an upload address of Azure Block "
              + "Blob storage, as MediaValet gives it."),
        ],
        "path": [
          "type": "string", "title": "Path",
          "description": "For a folder: where the file goes, as photos/2026/quay.jpg.",
        ],
        "replace": [
          "type": "boolean", "title": "Replace", "default": false,
          "description": "For a folder: whether a file that is there may be replaced.",
        ],
        "url": ["type": "string", "format": "uri", "title": "Address", "description": "For an address."],
        "method": ["type": "string", "title": "Method", "enum": ["PUT", "POST"], "default": "PUT"],
        "headers": [
          "type": "object", "title": "Headers", "additionalProperties": ["type": "string"],
          "description": "For an address: headers to send along.",
        ],
        "name": [
          "type": "string", "title": "File name", "maxLength": 255,
          "description": "What it is called there; its own name when left out.",
        ],
      ], required: ["file"]),
    output: StepSchema.output([
      "file": StepSchema.file("The copy, where it can be read from; the original otherwise."),
      "size": ["type": "integer", "title": "Bytes"], "sha256": ["type": "string", "title": "SHA-256"],
      "path": ["type": "string", "title": "Path"], "etag": ["type": "string", "title": "ETag"],
    ])
  ) { call in try await copy(call, to: destination(call)) }

  static let keepFile = FileStep(
    "keepFile", "Keep a file",
    input: StepSchema.input(
      "Takes a file into Weir's own store, for as long as the run's history is kept, so that later steps don't need the "
        + "place it came from.",
      ["file": StepSchema.file("The file to keep.")], required: ["file"]),
    output: StepSchema.output([
      "file": StepSchema.file("The kept file."), "size": ["type": "integer", "title": "Bytes"],
      "sha256": ["type": "string", "title": "SHA-256"],
    ])
  ) { call in
    let handle = try call.handle()
    // Kept already: it is enough to say that this run needs it, too.
    if case .blob = handle.origin { return try await adopt(handle, call) }
    return try await copy(call, to: store(call))
  }

  private static func adopt(_ handle: MediaFileHandle, _ call: FileStepCall) async throws -> JSONValue {
    let file = try await call.room.files.open(handle)
    let (blobs, hash) = (call.room.keeper.blobs, file.version)
    let info = try await call.room.keeper.keep(for: call.holder) {
      guard let info = try await ContentHashText(hash).info(in: blobs) else {
        throw FileSourceError.notFound(path: handle.name)
      }
      return info
    }
    return ["file": handle.json, "size": .int(info.size), "sha256": .string(info.hash.sha256)]
  }

  private static func copy(_ call: FileStepCall, to destination: any FileDestination) async throws -> JSONValue {
    let handle = try call.handle()
    let file = try await call.room.files.open(handle)
    let name = call.text("name").flatMap { $0.isEmpty ? nil : $0 }
    let result = try await FileTransfer(context: call.context, effects: call.room.effects)
      .run(file, promised: handle.sha256, as: name, to: destination)
    return .object(output(result, of: handle, as: name))
  }

  private static func output(_ result: TransferResult, of handle: MediaFileHandle, as name: String?) -> JSONObject {
    var output = result.details
    if let blob = output["blob"]?.stringValue {
      output["blob"] = nil
      output["file"] =
        MediaFileHandle(
          name: name ?? handle.name, size: result.size, mime: handle.mime, sha256: blob, origin: .blob(blob)
        ).json
    }
    output["file"] = output["file"] ?? handle.json
    output["size"] = .int(result.size)
    output["sha256"] = .string(result.sha256)
    return output
  }

  private static func store(_ call: FileStepCall) -> StoreDestination {
    StoreDestination(keeper: call.room.keeper, holder: call.holder, key: call.context.idempotencyKey)
  }

  private static func destination(_ call: FileStepCall) throws -> any FileDestination {
    switch call.text("to") {
    case "weir": return store(call)
    case "address":
      return WebDestination(
        url: try needed("url", call), method: call.text("method") == "POST" ? .post : .put, headers: headers(call),
        outbound: call.room.outbound)
    case "blockBlob": return BlockBlobDestination(url: try needed("url", call), outbound: call.room.outbound)
    default:
      var path = try needed("path", call)
      // A path that ends with a slash is a folder's.
      if path.hasSuffix("/") { path += try call.text("name") ?? call.handle().name }
      return try call.room.folder.destination(path, replacing: call.flag("replace"), key: call.context.idempotencyKey)
    }
  }

  private static func needed(_ member: String, _ call: FileStepCall) throws -> String {
    guard let text = call.text(member), !text.isEmpty else {
      throw FileStepError.missing(field: member, reason: "the chosen place needs it")
    }
    return text
  }

  private static func headers(_ call: FileStepCall) -> HTTPFields {
    var headers = HTTPFields()
    for (name, value) in call.input["headers"]?.objectValue ?? [:] {
      if let name = HTTPField.Name(name), let text = value.stringValue { headers[name] = text }
    }
    return headers
  }
}
