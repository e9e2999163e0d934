package import Core

/// Why a connector can't be kept or taken away.
package enum ImportedConnectorError: CodedError, Equatable {
  /// The program brings one of this id along.
  case shipped(ConnectorID)
  /// One of this id was imported before.
  case exists(ConnectorID)
  case notImported(ConnectorID)
  /// There is a connection of it.
  case used(ConnectorID, by: String)

  package var code: String {
    switch self {
    case .shipped: "connector_shipped"
    case .exists: "connector_exists"
    case .notImported: "connector_not_imported"
    case .used: "connector_used"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .shipped, .exists, .used: .conflict
    case .notImported: .notFound
    }
  }

  package var message: String {
    switch self {
    case .shipped(let id): "\(id) is part of Weir, so no other one can take its name."
    case .exists(let id): "\(id) was imported already."
    case .notImported(let id): "No connector \(id) was imported."
    case .used(let id, let name): "The connection \"\(name)\" uses \(id)."
    }
  }

  package var advice: String? {
    switch self {
    case .shipped: "Import it under another id or version."
    case .exists: "Import it under another version, or say that it may be replaced."
    case .notImported: nil
    case .used: "Delete the connection first, or move it to another connector."
    }
  }
}
