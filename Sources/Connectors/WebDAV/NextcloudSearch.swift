import Core
import Egress
import HTTPTypes

/// Looks for files and folders by a part of their name (RFC 5323, as Nextcloud's developer manual has it).
enum NextcloudSearch {
  /// So many are enough for somebody who looks for one.
  private static let most = 200

  static func run(_ storage: StorageCall, at address: NextcloudAddress, user: String) async throws -> JSONValue {
    let words = escaped(storage.text("text"))
    // Below the connection's own folder, by the address that has the user in it.
    let top = address.target("", of: user)
    let scope = escaped(String(top.dropFirst("\(address.server)/remote.php/dav".count)))
    let body = """
      <?xml version="1.0" encoding="utf-8"?><d:searchrequest xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">\
      <d:basicsearch><d:select><d:prop>\(WebDAVConnector.asked)</d:prop></d:select>\
      <d:from><d:scope><d:href>\(scope)</d:href><d:depth>infinity</d:depth></d:scope></d:from>\
      <d:where><d:like><d:prop><d:displayname/></d:prop><d:literal>%\(words)%</d:literal></d:like></d:where>\
      <d:orderby/><d:limit><d:nresults>\(most)</d:nresults></d:limit></d:basicsearch></d:searchrequest>
      """
    let found = try await storage.send(
      "SEARCH", "\(address.server)/remote.php/dav/", headers: [.contentType: "text/xml; charset=utf-8"],
      body: Array(body.utf8))
    return ["items": .array(try WebDAVConnector.items(in: found, below: top).map(\.json))]
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
