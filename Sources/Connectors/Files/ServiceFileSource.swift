package import Connections
package import Core
package import Egress
import Foundation
import HTTPTypes

/// Files behind a connection: the locator is an address at the service, or a signed one elsewhere.
///
/// The connection's credentials go only to the connection's own host; any other address must speak for itself. Reading
/// counts against the connection's budget as any request does.
package struct ServiceFileSource: FileSource {
  private let access: ConnectionAccess
  private let outbound: Outbound
  /// The way out that keeps to a connection's budget.
  private let budgeted: @Sendable (Connection) -> Outbound

  package init(
    access: ConnectionAccess, outbound: Outbound, shelf: CatalogueShelf, budget: ConnectionBudget, effects: Effects
  ) {
    self.init(access: access, outbound: outbound) { connection in
      guard let connector = shelf.current.connector(named: connection.connector) else { return outbound }
      return outbound.keeping(
        to: BudgetedService(connector: connector, connection: connection, budget: budget, effects: effects))
    }
  }

  private init(
    access: ConnectionAccess, outbound: Outbound, budgeted: @escaping @Sendable (Connection) -> Outbound
  ) {
    self.access = access
    self.outbound = outbound
    self.budgeted = budgeted
  }

  /// For files that are read while a request of theirs is under way: that one has its place in the budget, and waiting
  /// for a second place while holding one could last forever.
  package var duringRequest: ServiceFileSource {
    let outbound = outbound
    return ServiceFileSource(access: access, outbound: outbound) { _ in outbound }
  }

  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .connection(let name, let locator) = handle.origin, let id = ConnectionID(name) else {
      throw FileSourceError.unknownSource(handle.name)
    }
    let connection = try await access.connection(id)
    let url = locator.hasPrefix("/") ? connection.endpoint + locator : locator
    let isOurs = Origin(url) != nil && Origin(url) == Origin(connection.endpoint)
    let access = access
    let file = HTTPFile(url: url, name: handle.name, outbound: budgeted(connection)) { headers in
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
