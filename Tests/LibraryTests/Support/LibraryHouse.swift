import Blobs
import Core
import Foundation
import Identity
import Library
import Persistence
import TestSupport

/// A library on an empty store and an empty folder, with a clock that stands still and people of every role.
struct LibraryHouse: Sendable {
  let library: Library
  let store: any Store
  let blobs: DiskBlobStore
  let clock: TestClock
  let effects: Effects
  let folder: TemporaryFolder

  let manager = LibraryHouse.principal(1, role: .manager)
  let writer = LibraryHouse.principal(2, role: .write)
  let otherWriter = LibraryHouse.principal(3, role: .write)
  let reader = LibraryHouse.principal(4, role: .read)
  let stranger = LibraryHouse.principal(5, role: nil)

  /// Lends a house on this engine.
  static func on<Value>(
    _ engine: StoreEngine, settings: LibrarySettings = LibrarySettings(),
    _ body: (LibraryHouse) async throws -> Value
  ) async throws -> Value {
    try await engine.withStore(LibrarySchema.migrations) { store in
      try await body(try await LibraryHouse(store: store, settings: settings))
    }
  }

  private init(store: any Store, settings: LibrarySettings) async throws {
    clock = TestClock()
    effects = clock.effects()
    folder = try TemporaryFolder()
    blobs = DiskBlobStore(
      root: folder.file("blobs"), space: SpaceGuard(path: folder.path, reserve: 0), effects: effects)
    self.store = store
    library = try await Library(
      store: store, blobs: blobs, effects: effects, sealer: Self.openSealer, settings: settings)
  }

  /// Uploads and finishes a file.
  @discardableResult
  func add(
    _ fileName: String, content: String = "content", title: String? = nil, description: String? = nil,
    keywords: [String] = [], categories: [CategoryID]? = nil, as principal: Principal? = nil
  ) async throws -> Asset {
    let principal = principal ?? writer
    let uploads = library.uploads
    let properties = UploadProperties(fileName: fileName, title: title, description: description)
    let upload = try await uploads.request(properties, as: principal)
    let grant = try grant(for: upload)
    _ = try await uploads.putBlob(ByteStream([UInt8](content.utf8)), with: grant)
    var targets = categories ?? []
    if targets.isEmpty { targets = [try await library.categories.root(as: principal).id] }
    _ = try await uploads.addCategories(upload.id, targets, as: principal)
    if !keywords.isEmpty { _ = try await uploads.addKeywords(upload.id, keywords, as: principal) }
    return try await uploads.finish(upload.id, as: principal)
  }

  /// The right to write an upload's bytes, as a client gets it: by its address.
  func grant(for upload: Upload) throws -> UploadGrant {
    let (path, query) = Self.split(library.mediaURLs.uploadAddress(of: upload))
    return try library.mediaURLs.uploadGrant(path: path, query: query)
  }

  /// The titles found, in order.
  func titles(_ request: SearchRequest, as principal: Principal? = nil) async throws -> [String] {
    try await library.search.assets(request, as: principal ?? reader).assets.map(\.title)
  }

  /// The files of blocks that wait to be put together.
  func stagedParts() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".part") }
  }

  static func split(_ address: String) -> (path: String, query: String) {
    let halves = address.split(separator: "?", maxSplits: 1).map(String.init)
    return (halves[0], halves.count > 1 ? halves[1] : "")
  }

  /// Not a secret: it marks the row and nothing more, so that a swapped row is noticed.
  private static let openSealer = Sealer(
    seal: { bytes, context in [UInt8](context.utf8) + [0] + bytes },
    open: { sealed, context in
      let mark = [UInt8](context.utf8) + [0]
      guard sealed.starts(with: mark) else { throw PersistenceError.corrupt(reason: "sealed for another row") }
      return [UInt8](sealed.dropFirst(mark.count))
    })

  private static func principal(_ number: UInt8, role: TeamRole?) -> Principal {
    let team = TeamID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99)))
    return Principal(
      person: PersonID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number))),
      userName: "person\(number)", displayName: "Person \(number)", siteRole: .member,
      teams: role.map { [team: $0] } ?? [:], organizationTeam: team)
  }
}
