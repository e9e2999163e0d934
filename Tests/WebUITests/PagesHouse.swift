import Blobs
import Connections
import Connectors
import Core
import Egress
import Flows
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
import Testing
import WebUI

/// All pages on real rooms with an empty database, without sockets, workers and other services.
struct PagesHouse: Sendable {
  static let url = "https://weir.test"
  static let password = "correct horse battery"

  let client: any TestClientProtocol
  let store: any Store
  let identity: Identity
  let library: Library
  let connections: Connections
  let flows: Flows
  let administrator: Principal

  static func open(
    _ engine: StoreEngine = .sqlite, _ test: @Sendable (PagesHouse) async throws -> Void
  ) async throws {
    let migrations =
      IdentitySchema.migrations + LibrarySchema.migrations + ConnectionsSchema.migrations + FlowsSchema.migrations
    try await engine.withStore(migrations) { store in
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let effects = TestClock().effects()
      let sealer = Sealer(seal: { bytes, _ in bytes }, open: { bytes, _ in bytes })
      var settings = IdentitySettings(issuer: url)
      settings.passwordCost = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)
      let identity = try await Identity(store: store, effects: effects, sealer: sealer, settings: settings)
      let added = try #require(try await identity.people.addFirstAdministrator(password: Secret(password)))
      let administrator = try #require(try await identity.principal(person: added.person.id))
      let blobs = DiskBlobStore(
        root: folder.file("blobs"), space: SpaceGuard(path: folder.path, reserve: 0), effects: effects)
      let library = try await Library(
        store: store, blobs: blobs, effects: effects, sealer: sealer, settings: LibrarySettings())
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      let connections = Connections(
        store: store, effects: effects, sealer: sealer, outbound: unreachable, directory: directory,
        settings: ConnectionsSettings(publicURL: url), logger: logger)
      let evaluator = ExpressionEvaluator(command: [try WeirExecutable.path, "expression-worker"], processes: 1)
      let validator = FlowValidator(
        actions: ActionRegistry([]), lookup: FlowLookup { _, _ in true }, evaluator: evaluator)
      let flows = Flows(store: store, effects: effects, validator: validator, sealer: sealer)
      let runs = Runs(store: store, effects: effects, feed: RunFeed())
      let waits = Waits(store: store, effects: effects)
      let authenticator = Authenticator(identity: identity)
      let pages = try PageRenderer(files: EmbeddedFiles(), authenticator: authenticator)
      var api = APISettings(
        version: "test", isSecure: true, effects: effects, authenticator: authenticator, metrics: PrometheusRegistry())
      api.errorMappers[.pages] = pages.errorMapper
      let services = FlowPageServices(flows: flows, runs: runs, waits: waits, effects: effects, pages: pages)
      let groups: [any EndpointGroup] = [
        FileEndpoints(files: EmbeddedFiles()),
        SignInEndpoints(identity: identity, effects: effects, pages: IdentityPages.pages(pages)),
        LibraryPages(library: library, publicURL: url, pages: pages),
        LibraryBulkPages(library: library, pages: pages),
        ConnectionPages(
          connections: connections, directory: directory, people: identity.people,
          redirectURI: url + "/rest/v1/oauth2/callback", effects: effects, pages: pages),
        NoticePages(
          notices: ConnectionNotices(
            store: store, effects: effects, sealer: sealer,
            channels: ConnectionNoticeChannels(mail: { _, _, _ in }, post: { _, _, _ in 410 }), publicURL: url,
            logger: logger), connections: connections, teams: identity.teams, pages: pages),
        AuditPages(
          trail: AuditTrail(store: store), connections: connections, people: identity.people,
          users: AuditUsers(
            flows: { try await flows.list(limit: 500, as: $0).items.map { ($0.id.description, $0.name) } },
            sources: { _ in [] }), pages: pages),
        InvitationPages(connections: connections, directory: directory, people: identity.people, pages: pages),
        IntegrationPages(
          integrations: connections.integrations, people: identity.people, teams: identity.teams, pages: pages),
        ConnectorPages(
          shelf: CatalogueShelf(try ConnectorCatalogue.shipped()), directory: directory, pages: pages),
        FlowPages(services, publicURL: url), FlowListPages(services), ActivityPages(services), RunPages(services),
        RunDetailPages(services), RunRepeatPages(services),
        GalleryPages(gallery: try Gallery([]), connections: connections, services),
        WebhookPages(
          flows: flows, calls: ReceivedCalls(store: store, effects: effects), waits: waits, pages: pages),
        ApprovalPages(waits: waits, pages: pages),
      ]
      let application = Application(responder: try APIResponder(groups, settings: api), logger: logger)
      try await application.test(.router) { client in
        try await test(
          PagesHouse(
            client: client, store: store, identity: identity, library: library, connections: connections, flows: flows,
            administrator: administrator))
      }
    }
  }

  private static let unreachable = Outbound { _ in
    throw OutboundError.unreachable(host: "nowhere", reason: "test", mayHaveReachedPeer: false)
  }

  private static var directory: ConnectorDirectory {
    var oauth = AuthenticationTemplate(.oauth2)
    oauth.grants = [.authorizationCode, .password]
    oauth.authorizationURL = "https://login.fake.example/authorize"
    oauth.tokenURL = "https://login.fake.example/token"
    oauth.scopes = ["api"]
    let agreed = ["v1.0", "v1.1"].map { version in
      ConnectorSummary(
        id: "agreedConnector-\(version)", integration: "agreed", title: "Agreed", authentications: [oauth])
    }
    return ConnectorDirectory(
      agreed + [
        ConnectorSummary(
          id: "fakeConnector-v1.0", integration: "fake", title: "Fake", endpoint: "https://api.fake.example",
          authentications: [oauth, AuthenticationTemplate(AuthenticationKind.bearer)],
          subscriptionKeyHeader: "X-Fake-Key",
          setup: "# Set up\n\n1. Go to **Fake**.\n2. Enter `<redirect>`.\n\n- Done")
      ])
  }
}

extension PagesHouse {
  /// Puts files into the library; nobody renders them.
  func addAssets(_ count: Int) async throws -> [Asset] {
    var assets: [Asset] = []
    for number in 0..<count {
      let upload = try await library.uploads.request(
        UploadProperties(fileName: "file \(number).bin", title: "File \(number)"), as: administrator)
      let address = library.mediaURLs.uploadAddress(of: upload).split(separator: "?", maxSplits: 1).map(String.init)
      let grant = try library.mediaURLs.uploadGrant(path: address[0], query: address[1])
      _ = try await library.uploads.putBlob(ByteStream([UInt8]("content \(number)".utf8)), with: grant)
      let root = try await library.categories.root(as: administrator).id
      _ = try await library.uploads.addCategories(upload.id, [root], as: administrator)
      assets.append(try await library.uploads.finish(upload.id, as: administrator))
    }
    return assets
  }
}
