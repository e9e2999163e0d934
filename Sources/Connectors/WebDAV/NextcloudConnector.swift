import Core
import Egress
import HTTPTypes

/// The actions of Nextcloud: those of WebDAV, uploads in pieces, and whose account it is by its OCS interface.
enum NextcloudConnector {
  static let actions: [CodedAction] =
    WebDAVConnector.actions("nextcloud", storage: storage) { storage, path, size in
      guard NextcloudDestination.takes(size) else { return WebDAVConnector.put(storage, path) }
      return NextcloudDestination(
        storage, at: address(storage), path: WebDAVConnector.encoded(path), user: try await user(storage))
    } + [
      CodedAction("nextcloud.account") { call in try await account(storage(call)) },
      CodedAction("nextcloud.search") { call in
        let storage = storage(call)
        return try await NextcloudSearch.run(storage, at: address(storage), user: try await user(storage))
      },
    ]

  private static func storage(_ call: CodedAction.Call) -> StorageCall {
    StorageCall(call, top: NextcloudAddress(call.endpoint).files)
  }

  private static func address(_ storage: StorageCall) -> NextcloudAddress { NextcloudAddress(storage.call.endpoint) }

  /// The id of whoever signed in, percent-encoded. The name they sign in with may be another one.
  private static func user(_ storage: StorageCall) async throws -> String {
    if let user = address(storage).user { return user }
    guard let user = try await ask(storage, "user")["id"]?.scalarText, !user.isEmpty else {
      throw ActionError(
        code: "unexpected_answer", category: .upstream, message: "The Nextcloud doesn't tell whose account it is.",
        advice: "Enter the address of your files, as https://cloud.example.org/remote.php/dav/files/USER.")
    }
    return URIEncoding.encode(user)
  }

  private static func account(_ storage: StorageCall) async throws -> JSONValue {
    let person = try await ask(storage, "user")
    let server = try await ask(storage, "capabilities")
    return [
      "user": person["id"] ?? .null, "name": person["display-name"] ?? person["displayname"] ?? .null,
      "email": person["email"] ?? .null, "quota": person["quota"]?["quota"] ?? .null,
      "used": person["quota"]?["used"] ?? .null, "version": server["version"]?["string"] ?? .null,
    ]
  }

  private static func ask(_ storage: StorageCall, _ word: String) async throws -> JSONValue {
    var headers: HTTPFields = [.accept: "application/json"]
    if let name = HTTPField.Name("OCS-APIRequest") { headers[name] = "true" }
    let request = OutboundRequest(
      .get, "\(address(storage).server)/ocs/v2.php/cloud/\(word)?format=json", headers: headers)
    let manner = ServiceCaller.Manner(isRepeatable: true, form: .json)
    let answer = try await storage.caller.send(request, manner).answer
    guard let data = answer["ocs"]?["data"], data.objectValue != nil else {
      throw ActionError(
        code: "unexpected_answer", category: .upstream, message: "The server doesn't answer as a Nextcloud.",
        advice: "Check the connection's address: it must be that of the Nextcloud, as https://cloud.example.org.")
    }
    return data
  }
}
