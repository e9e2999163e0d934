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
    return OpenFile(
      name: handle.name, size: handle.size, mime: handle.mime, version: handle.sha256 ?? "", isCheapToRead: false
    ) { range in
      try await self.read(url, range, name: handle.name, connection: isOurs ? id : nil)
    }
  }

  private func read(_ url: String, _ range: Range<Int64>?, name: String, connection: ConnectionID?) async throws
    -> ByteStream
  {
    if let range, range.isEmpty { return ByteStream([]) }
    var request = OutboundRequest(.get, url, timeout: .seconds(3600), responseLimit: .max)
    if let range { request.headers[.range] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)" }
    if let connection { try await access.authorization(for: connection).apply(to: &request.headers) }
    let response = try await outbound.send(request)
    let isWhole = response.status == 200
    guard response.status == 206 || (isWhole && (range?.lowerBound ?? 0) == 0) else {
      throw response.status == 404 || response.status == 410
        ? FileSourceError.notFound(path: name)
        : FileSourceError.unreadable(path: name, reason: "the service answers with status \(response.status)")
    }
    return response.body
  }
}
