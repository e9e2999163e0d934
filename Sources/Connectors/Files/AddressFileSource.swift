import Core
package import Egress
import Foundation

/// Files at addresses that need no connection: public ones, and links that carry their own signature.
package struct AddressFileSource: FileSource {
  /// The name in the handles of its files.
  package static let sourceName = "url"

  private let outbound: Outbound

  package init(outbound: Outbound) {
    self.outbound = outbound
  }

  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .connection(_, let url) = handle.origin, Origin(url) != nil else {
      throw FileSourceError.unknownSource(handle.name)
    }
    return OpenFile(handle, at: HTTPFile(url: url, name: handle.name, outbound: outbound) { _ in })
  }

  /// A handle of the file at an address, with its size where the server tells it.
  /// - Parameter name: what it is called; the last part of the address when left out.
  /// - Throws: ``FileSourceError``, `OutboundError`.
  package func handle(_ url: String, name: String? = nil) async throws -> MediaFileHandle {
    guard Origin(url) != nil, let parts = URLComponents(string: url) else {
      throw FileSourceError.unknownSource("an address that isn't http or https")
    }
    let last = parts.path.split(separator: "/").last.map(String.init)
    let name = [name, last].compactMap(\.self).first { !$0.isEmpty } ?? "file"
    let plain = MediaFileHandle(name: name, size: nil, origin: .connection(Self.sourceName, locator: url))
    let facts = try await open(plain).facts()
    return MediaFileHandle(
      name: name, size: facts.size, mime: MIMEType.ofFile(named: name),
      origin: .connection(Self.sourceName, locator: url))
  }
}
