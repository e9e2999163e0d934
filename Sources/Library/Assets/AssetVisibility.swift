import Identity
import Persistence

/// Which assets somebody may see: a rejected one only its uploader and the managers of the library.
struct AssetVisibility: Sendable {
  let principal: Principal

  /// Whether everything is seen.
  private var seesRejected: Bool { Access.allows(.purgeAssets, on: .library, as: principal) }

  /// On `library_asset a`.
  var condition: Statement {
    seesRejected
      ? "true" : "(a.status <> \(AssetStatus.rejected.rawValue) or a.created_by = \(principal.person))"
  }

  func shows(_ status: AssetStatus, of uploader: PersonID) -> Bool {
    status != .rejected || uploader == principal.person || seesRejected
  }
}
