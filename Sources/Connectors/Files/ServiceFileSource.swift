package import Connections
import Core
package import Egress
import Foundation
import HTTPTypes

/// Files behind a connection: the locator is an address at the service, or a signed one elsewhere.
///
/// The connection's credentials go only to the connection's own host; any other address must speak for itself.
package struct ServiceFileSource: FileSource {
  private let access: ConnectionAccess
  private let outbound: Outbound

  package init(access: ConnectionAccess, outbound: Outbound) {
    self.access = access
    self.outbound = outbound
  }

  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .connection(let name, let locator) = handle.origin, let id = ConnectionID(name) else {
      throw FileSourceError.unknownSource(handle.name)
    }
    let connection = try await access.connection(id)
    let url = locator.hasPrefix("/") ? connection.endpoint + locator : locator
    let isOurs = Origin(url) != nil && Origin(url) == Origin(connection.endpoint)
    let access = access
    let file = HTTPFile(url: url, name: handle.name, outbound: outbound) { headers in
      if isOurs { try await access.authorization(for: id).apply(to: &headers) }
    }
    return OpenFile(handle, at: file)
  }
}

extension OpenFile {
  init(_ handle: MediaFileHandle, at file: HTTPFile) {
    self.init(
      name: handle.name, size: handle.size, mime: handle.mime, version: handle.sha256 ?? "", isCheapToRead: false,
      open: { range in try await file.stream(range) }, ask: { try await file.facts() })
  }
}
