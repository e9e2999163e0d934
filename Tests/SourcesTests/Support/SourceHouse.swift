import Blobs
import Core
import Foundation
import Identity
import Library
import Persistence
import Sources
import Synchronization
import TestSupport

/// Sources on an empty store, a fake service, and a clock that stands still.
struct SourceHouse: Sendable {
  let room: SourceRoom
  let library: Library
  let identity: Identity
  let store: any Store
  let blobs: DiskBlobStore
  let clock: TestClock
  let effects: Effects
  let service: FakeService
  let push: FakePush?
  let address: String?
  let owner: Principal
  let folder: TemporaryFolder

  static let migrations = IdentitySchema.migrations + LibrarySchema.migrations + SourcesSchema.migrations

  static func on<Value>(
    _ engine: StoreEngine, _ service: FakeService = FakeService(), push: FakePush? = nil,
    address: String? = "https://weir.test/hooks/sources/", _ body: (SourceHouse) async throws -> Value
  ) async throws -> Value {
    try await engine.withStore(migrations) { store in
      try await body(try await SourceHouse(store: store, service: service, push: push, address: address))
    }
  }

  init(store: any Store, service: FakeService, push: FakePush? = nil, address: String? = nil) async throws {
    self.push = push
    self.address = address
    clock = TestClock()
    effects = clock.effects()
    folder = try TemporaryFolder()
    self.store = store
    self.service = service
    blobs = DiskBlobStore(
      root: folder.file("blobs"), space: SpaceGuard(path: folder.path, reserve: 0), effects: effects)
    identity = try await Identity(
      store: store, effects: effects, sealer: Self.openSealer, settings: IdentitySettings(issuer: "https://weir.test"))
    _ = try await identity.people.addFirstAdministrator()
    owner = try await identity.console()
    library = try await Library(
      store: store, blobs: blobs, effects: effects, sealer: Self.openSealer, settings: LibrarySettings())
    service.world.withLock { [blobs] in $0.blobs = blobs }
    room = Self.room(
      store: store, blobs: blobs, effects: effects, library, identity, service, push, address: address)
  }

  private static func room(
    store: any Store, blobs: DiskBlobStore, effects: Effects, _ library: Library, _ identity: Identity,
    _ service: FakeService, _ push: FakePush?, address: String?
  ) -> SourceRoom {
    SourceRoom(
      store: store, blobs: blobs, effects: effects, library: library, identity: identity,
      services: SourceServices(
        files: { _, _ in service }, open: { try service.open($0) }, name: { _, _ in "The fake service" },
        allows: { _, _, _ in service.world.withLock { !$0.refusesUse } },
        push: SourcePush(address: address, sealer: Self.openSealer) { _, _ in push }),
      clock: CronClock { _, _, date in date.addingTimeInterval(3600) })
  }

  /// The same house over another way to the same store, as a second server, or one that is killed, has it.
  func room(over other: any Store) async throws -> SourceRoom {
    let library = try await Library(
      store: other, blobs: blobs, effects: effects, sealer: Self.openSealer, settings: LibrarySettings())
    let identity = try await Identity(
      store: other, effects: effects, sealer: Self.openSealer, settings: IdentitySettings(issuer: "https://weir.test"))
    return Self.room(
      store: other, blobs: blobs, effects: effects, library, identity, service, push, address: address)
  }

  /// Makes a source of everything the service has.
  @discardableResult
  func source(_ name: String = "Agency", _ change: (inout SourceRules) -> Void = { _ in }) async throws -> Source {
    var rules = SourceRules(folders: [SourceFolder(id: FakeService.top, path: "")])
    change(&rules)
    return try await room.create(
      in: owner.organizationTeam, SourceForm(name: name, origin: .machine, rules: rules), as: owner)
  }

  /// Has everything synced that is due.
  func drain() async throws {
    while try await room.syncNext() {}
  }

  /// Has a source synced again.
  @discardableResult
  func sync(_ source: Source) async throws -> SyncRecord? {
    try await room.sync(source.id, as: owner)
    try await drain()
    return try await room.read(source.id, as: owner).last
  }

  /// The live assets: file name, categories' paths, content.
  func assets() async throws -> [Asset] {
    try await library.search.assets(SearchRequest(count: 1000), as: owner).assets
  }

  /// What is in the library: the path of each file's category and its name, with its bytes.
  func tree() async throws -> [String: [String]] {
    var tree: [String: [String]] = [:]
    let categories = try await library.categories.all(as: owner)
    let paths = Dictionary(categories.map { ($0.id, $0.path) }, uniquingKeysWith: { one, _ in one })
    for asset in try await assets() {
      let bytes = try await blobs.read(asset.original.hash, range: nil).collect(upTo: 1 << 20)
      let place = asset.categories.compactMap { paths[$0] }.first ?? ""
      tree[place + "\\" + asset.original.fileName, default: []].append(String(decoding: bytes, as: UTF8.self))
    }
    return tree.mapValues { $0.sorted() }
  }

  /// Not a secret: it marks the row and nothing more.
  private static let openSealer = Sealer(
    seal: { bytes, context in [UInt8](context.utf8) + [0] + bytes },
    open: { sealed, context in
      let mark = [UInt8](context.utf8) + [0]
      guard sealed.starts(with: mark) else { throw PersistenceError.corrupt(reason: "sealed for another row") }
      return [UInt8](sealed.dropFirst(mark.count))
    })
}
