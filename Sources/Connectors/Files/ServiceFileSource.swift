package import Connections
package import Core
package import Egress
import Foundation
import HTTPTypes

/// Files behind a connection: the locator is an address at the service, a signed one elsewhere, or an action that hands
/// the file out (`action:downloadFile?…`), which is asked when the file is read.
///
/// The connection's credentials go only to the connection's own host; any other address must speak for itself. Reading
/// counts against the connection's budget as any request does.
package struct ServiceFileSource: FileSource {
  private let access: ConnectionAccess
  private let outbound: Outbound
  private let shelf: CatalogueShelf
  private let budget: ConnectionBudget
  private let effects: Effects
  /// The actions in code that hand out files, by name.
  var coded: [String: CodedAction] = [:]
  private let lent = LentTokens()

  package init(
    access: ConnectionAccess, outbound: Outbound, shelf: CatalogueShelf, budget: ConnectionBudget, effects: Effects
  ) {
    self.access = access
    self.outbound = outbound
    self.shelf = shelf
    self.budget = budget
    self.effects = effects
  }

  /// For files that are read while a request of theirs is under way: that one has its place in the budget, and waiting
  /// for a second place while holding one could last forever.
  package var duringRequest: ServiceFileSource {
    var source = ServiceFileSource(
      access: access, outbound: outbound, shelf: shelf, budget: .free, effects: effects)
    source.coded = coded
    return source
  }

  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .connection(let name, let locator) = handle.origin, let id = ConnectionID(name) else {
      throw FileSourceError.unknownSource(handle.name)
    }
    let connection = try await access.connection(id)
    let connector = shelf.current.connector(named: connection.connector)
    if let place = ActionLocator(locator) {
      guard let connector else { throw FileSourceError.unknownSource(connection.connector) }
      return try await ActionFile(
        connector: connector, connection: connection, coded: coded, access: access, outbound: outbound,
        budget: budget, effects: effects, lent: lent
      ).open(handle, place)
    }
    let url = locator.hasPrefix("/") ? connection.endpoint + locator : locator
    let isOurs = Origin(url) != nil && Origin(url) == Origin(connection.endpoint)
    let (access, effects) = (access, effects)
    let file = HTTPFile(url: url, name: handle.name, outbound: budgeted(connection, connector)) { request in
      if isOurs { try await access.authorization(for: id).prove(&request, effects: effects) }
    }
    return OpenFile(handle, at: file)
  }

  /// The way out that keeps to a connection's budget.
  private func budgeted(_ connection: Connection, _ connector: ConnectorDefinition?) -> Outbound {
    guard let connector else { return outbound }
    return outbound.keeping(
      to: BudgetedService(connector: connector, connection: connection, budget: budget, effects: effects))
  }
}

extension OpenFile {
  init(_ handle: MediaFileHandle, at file: HTTPFile) {
    self.init(
      name: handle.name, size: handle.size, mime: handle.mime, version: handle.sha256 ?? "", isCheapToRead: false,
      open: { range in try await file.stream(range) }, ask: { try await file.facts() })
  }
}
