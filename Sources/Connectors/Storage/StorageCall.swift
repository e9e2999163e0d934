import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// A call of an action in code of a service that keeps files under paths: WebDAV, S3, Azure.
///
/// Ids are paths from the connection's top on, without a slash in front; those of folders of object stores end with one.
struct StorageCall: Sendable {
  let call: CodedAction.Call
  /// How requests are proved where the service has a way of its own.
  var prove: (@Sendable (Authorization, inout OutboundRequest) throws -> Void)?
  /// The address of the folder that counts as the top.
  let top: String

  /// - Parameter top: the connection's own address when left out.
  init(
    _ call: CodedAction.Call, top: String? = nil,
    prove: (@Sendable (Authorization, inout OutboundRequest) throws -> Void)? = nil
  ) {
    self.call = call
    self.top = top ?? call.endpoint
    self.prove = prove
  }

  /// An input's text; empty when it isn't given.
  func text(_ name: String) -> String { call.input[name]?.scalarText ?? "" }

  /// A path of the input, checked: no step of it leads upwards.
  func path(_ name: String) throws -> String {
    let path = text(name)
    // By bytes, as servers read it: a slash with a mark behind it is no "/" as characters go.
    let steps = path.utf8.split(separator: UInt8(ascii: "/"))
    guard !steps.contains(where: { $0.elementsEqual("..".utf8) || $0.elementsEqual(".".utf8) }), !path.utf8.contains(0)
    else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "\"\(path)\" isn't a path below the top.",
        advice: "Give a path without \".\" and \"..\".")
    }
    return path
  }

  /// The path of something new in a folder.
  func newPath() throws -> String {
    let (folder, name) = (try path("folder"), text("name"))
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0)
    else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "\"\(name)\" can't be the name of a file here.",
        advice: "Choose a name without slashes.")
    }
    return folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  var caller: ServiceCaller {
    var caller = call.caller
    caller.prove = prove
    return caller
  }

  /// Sends a request with retries and reads its answer.
  func send(
    _ method: String, _ url: String, headers: HTTPFields = [:], body: [UInt8]? = nil, isRepeatable: Bool = true,
    accepting accepted: Set<Int> = []
  ) async throws -> Exchange {
    var request = OutboundRequest(
      HTTPRequest.Method(rawValue: method) ?? .get, url, headers: headers, responseLimit: 64 << 20)
    if let body { request.body = .bytes(body) }
    return try await caller.send(request, ServiceCaller.Manner(isRepeatable: isRepeatable, accepted: accepted))
  }

  /// The bytes at an address, by ranges.
  func open(_ url: String, _ handle: MediaFileHandle, headers: HTTPFields = [:]) -> OpenFile {
    let caller = caller
    return OpenFile(
      handle,
      at: HTTPFile(name: handle.name) { range in
        var request = OutboundRequest(
          .get, url, headers: headers, timeout: .seconds(86_400), responseLimit: .max)
        request.headers.ask(for: range)
        return try await caller.response(to: request)
      })
  }

  /// The file that is to be stored.
  func file() async throws -> (OpenFile, MediaFileHandle) {
    guard let handle = call.input["file"].flatMap({ MediaFileHandle(json: $0) }) else {
      throw ActionError(code: "invalid_input", category: .invalid, message: "There is no file to store.")
    }
    return (try await call.files.open(handle), handle)
  }

  /// Moves the file of the input to a destination; goes on where an earlier try stopped.
  func transfer(_ file: OpenFile, _ handle: MediaFileHandle, to destination: any FileDestination) async throws {
    _ = try await FileTransfer(context: call.context, effects: call.effects)
      .run(file, promised: handle.sha256, as: text("name").isEmpty ? nil : text("name"), to: destination)
  }

  /// Proves a request of a transfer, which goes out by itself.
  var proving: @Sendable (inout OutboundRequest) async throws -> Void {
    let (call, prove) = (call, prove)
    return { request in
      guard let id = call.connection?.id else { return }
      let authorization = try await call.access.authorization(for: id)
      if let prove {
        try prove(authorization, &request)
      } else {
        try authorization.prove(&request, effects: call.effects)
      }
    }
  }
}

/// A file or folder of such a service, as its actions put it out.
struct StorageItem: Sendable, Hashable {
  var id: String
  var isFolder: Bool
  var size: Int64?
  var mime: String?
  var created: Date?
  var modified: Date?
  var version: String?
  var md5: String?
  var sha256: String?
  var sha1: String?

  init(id: String, isFolder: Bool) {
    self.id = id
    self.isFolder = isFolder
  }

  /// The last part of the path.
  var name: String { id.split(separator: "/").last.map(String.init) ?? id }

  var json: JSONValue {
    var json: JSONObject = [
      "id": .string(id), "name": .string(name), "path": .string(ItemReader.trimmed(id)),
      "kind": isFolder ? "folder" : "file",
    ]
    json["size"] = size.map(JSONValue.int)
    json["mime"] = isFolder ? nil : .string(mime ?? MIMEType.ofFile(named: name))
    json["created"] = created.map { JSONValue($0) }
    json["modified"] = modified.map { JSONValue($0) }
    json["version"] = version.map(JSONValue.string)
    json["md5"] = md5.map(JSONValue.string)
    json["sha1"] = sha1.map(JSONValue.string)
    json["sha256"] = sha256.map(JSONValue.string)
    return .object(json)
  }
}
