import Blobs
import Core
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Library
import Logging
import NIOCore
import Persistence
import TestSupport

/// Who calls in a test; its name is its bearer token.
enum Caller: String, CaseIterable, Sendable {
  case anonymous, outsider, read, commenter, write, manager, administrator

  /// The role in the library.
  var role: TeamRole? { TeamRole(rawValue: rawValue) ?? (self == .administrator ? .manager : nil) }
}

/// The whole of this room on a real library and real people, without sockets.
struct APIHarness: Sendable {
  let client: any TestClientProtocol
  let library: Library
  let principals: [Caller: Principal]
  let clock: TestClock
  let endpoints: [Endpoint]

  /// Runs `test` on an empty library in a store of this engine.
  static func run(
    _ engine: StoreEngine, keys: Set<Secret> = [], _ test: @Sendable (APIHarness) async throws -> Void
  ) async throws {
    try await engine.withStore(IdentitySchema.migrations + LibrarySchema.migrations) { store in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let clock = TestClock()
      let effects = clock.effects()
      let sealer = Sealer(seal: { bytes, _ in bytes }, open: { bytes, _ in bytes })
      var settings = IdentitySettings(issuer: "https://weir.test")
      settings.passwordCost = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)
      let identity = try await Identity(store: store, effects: effects, sealer: sealer, settings: settings)
      let blobs = DiskBlobStore(
        root: folder.file("blobs"), space: SpaceGuard(path: folder.path, reserve: 0), effects: effects)
      let library = try await Library(
        store: store, blobs: blobs, effects: effects, sealer: sealer, settings: LibrarySettings())
      let principals = try await people(identity)
      let services = APIServices(
        library: library, identity: identity, effects: effects, publicURL: "https://weir.test",
        organizationName: "Test", readiness: [ReadinessCheck("database") { try await store.ping() }],
        registry: PrometheusRegistry(), subscriptionKeys: keys)
      var api = services.settings(version: "test")
      api.authenticator = authenticator(principals)
      let responder = try APIResponder(services.groups, settings: api)
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      try await Application(responder: responder, logger: logger).test(.router) { client in
        try await test(
          APIHarness(
            client: client, library: library, principals: principals, clock: clock, endpoints: responder.endpoints))
      }
    }
  }

  private static func people(_ identity: Identity) async throws -> [Caller: Principal] {
    guard let first = try await identity.people.addFirstAdministrator(),
      let administrator = try await identity.principal(person: first.person.id)
    else { throw MissingRequirement("there is somebody already") }
    var principals: [Caller: Principal] = [.administrator: administrator]
    for caller in Caller.allCases where caller != .anonymous && caller != .administrator {
      let draft = PersonDraft(
        userName: "\(caller.rawValue)@example.org", displayName: "Ada \(caller.rawValue)", libraryRole: caller.role)
      let added = try await identity.people.add(draft, as: administrator)
      principals[caller] = try await identity.principal(person: added.person.id)
    }
    return principals
  }

  private static func authenticator(_ principals: [Caller: Principal]) -> Authenticator {
    Authenticator(
      bearer: { token in
        guard let caller = Caller(rawValue: token), let principal = principals[caller] else {
          throw SignInError.tokenRefused
        }
        return principal
      }, session: { _ in throw SignInError.sessionOver }, sessionToken: { _ in nil })
  }

  func principal(_ caller: Caller) throws -> Principal {
    guard let principal = principals[caller] else { throw MissingRequirement("nobody is \(caller)") }
    return principal
  }

  // MARK: Requests

  /// - Parameter version: of the MediaValet API; `nil` sends none.
  @discardableResult
  func send(
    _ method: HTTPRequest.Method, _ path: String, as caller: Caller = .write, json: JSONValue? = nil,
    body: String? = nil, type: String = "application/json", version: String? = "1.2", headers: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers = headers
    if caller != .anonymous { headers[.authorization] = "Bearer \(caller.rawValue)" }
    if let version { headers[.mediaValetVersion] = version }
    if json != nil || body != nil { headers[.contentType] = type }
    let bytes = json?.encoded() ?? body.map { Array($0.utf8) }
    return try await client.executeRequest(
      uri: path, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) })
  }

  /// Path and query of an address that the API gave out.
  static func local(_ url: String?) -> String {
    (url ?? "").replacing("https://weir.test", with: "")
  }

  /// Brings a file into the library through the API.
  /// - Returns: the asset's identifier.
  func upload(_ name: String, _ bytes: [UInt8], title: String = "", category: String? = nil) async throws -> String {
    let made = try await send(.post, "/uploads", json: ["filename": .string(name)]).json?["payload"]
    let id = made?["id"]?.stringValue ?? ""
    _ = try await client.executeRequest(
      uri: Self.local(made?["uploadUrl"]?.stringValue), method: .put,
      headers: [.named("x-ms-blob-type"): "BlockBlob"], body: ByteBuffer(bytes: bytes))
    try await send(
      .put, "/uploads/\(id)",
      json: ["filename": .string(name), "title": .string(title), "fileSizeInBytes": JSONValue(bytes.count)])
    let root = try await library.categories.root(as: principal(.write)).id.description
    try await send(.post, "/uploads/\(id)/categories", json: [.string(category ?? root)])
    let done = try await send(
      .patch, "/uploads/\(id)", json: [["op": "replace", "path": "/status", "value": 1]])
    guard done.status == .ok else { throw MissingRequirement("the upload wasn't finished: \(done.text)") }
    return id
  }
}
