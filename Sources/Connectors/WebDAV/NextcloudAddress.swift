import Core
import Foundation

/// Where a Nextcloud keeps the files, the uploads and the account of whoever signed in.
///
/// A connection's address is that of the server, or of the files themselves, as `https://HOST/remote.php/dav/files/USER`.
struct NextcloudAddress: Sendable, Hashable {
  /// The server's own address, without a slash at the end.
  let server: String
  /// The address of the folder that counts as the top.
  let files: String
  /// The user's id where the address names it, percent-encoded as it stands there.
  let user: String?

  init(_ endpoint: String) {
    var endpoint = endpoint
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    guard let scripts = endpoint.range(of: "/remote.php/") else {
      server = endpoint
      // The server puts whoever signed in into their own files here, so that nobody has to know a user's id.
      files = endpoint + "/remote.php/webdav"
      user = nil
      return
    }
    server = String(endpoint[..<scripts.lowerBound])
    files = endpoint
    let named = endpoint.range(of: "/remote.php/dav/files/").map { endpoint[$0.upperBound...].prefix { $0 != "/" } }
    user = named.flatMap { $0.isEmpty ? nil : String($0) }
  }

  /// Where a user's uploads in pieces are gathered.
  func uploads(of user: String) -> String { "\(server)/remote.php/dav/uploads/\(user)" }

  /// The same file by the address with the user in it, which is the one that pieces are put together for.
  func target(_ path: String, of user: String) -> String {
    let own = self.user == nil ? files.dropFirst((server + "/remote.php/webdav").count) : ""
    let base = self.user == nil ? "\(server)/remote.php/dav/files/\(user)\(own)" : files
    return path.isEmpty ? base : base + "/" + path
  }
}
