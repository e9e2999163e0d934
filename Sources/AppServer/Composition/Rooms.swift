package import Connections
package import Connectors
import Core
import Egress
import FileSteps
package import Flows
import Foundation
package import Identity
package import Library
package import Logging
package import Media
package import ServiceLifecycle
package import Sources

/// Every room of a deployment, opened and connected: the only place that knows them all.
package struct Rooms: Sendable {
  package let foundations: Foundations
  package let identity: Identity
  package let library: Library
  package let media: MediaWorkers
  package let directory: ConnectorDirectory
  /// Every connector: those that the program brings along, and those that were imported.
  package let shelf: CatalogueShelf
  package let runtime: ConnectorRuntime
  package let imported: ImportedConnectors
  package let connections: Connections
  package let sources: SourceRoom
  /// Every action that a flow may name.
  package let actions: ActionRegistry
  package let flows: Flows
  /// The flows that come with the program.
  package let gallery: Gallery
  package let runs: Runs
  package let retention: Retention
  package let notices: Notices
  package let connectionNotices: ConnectionNotices
  /// Previews, tests of one step and pinned outputs, for whoever builds a flow.
  package let trials: FlowTrials
  package let webhooks: Webhooks
  package let receivedCalls: ReceivedCalls
  package let waits: Waits
  private let triggers: TriggerService
  private let budgets: SharedBudgets
  private let flowWorker: FlowWorker
  private let ingest: IngestService

  /// Opens a deployment; a first start makes what it needs.
  package static func open(_ settings: Settings, logger: Logger) async throws -> Rooms {
    let foundations = try await Foundations.open(settings, logger: logger)
    let (store, effects, sealer) = (foundations.store, foundations.effects, foundations.vault.sealer)
    let identity = try await Identity(
      store: store, effects: effects, sealer: sealer, settings: identitySettings(foundations))
    let library = try await Library(
      store: store, blobs: foundations.blobs, effects: effects, sealer: sealer, settings: LibrarySettings())
    let media = MediaWorkers(settings: mediaSettings(foundations), logger: logger)

    let catalogue = try ConnectorCatalogue.shipped()
    let shelf = CatalogueShelf(catalogue)
    let imported = ImportedConnectors(store: store, effects: effects, shelf: shelf)
    try await imported.refresh()
    let directory = directory(shelf)
    var connections = Connections(
      store: store, effects: effects, sealer: sealer, outbound: foundations.outbound.outbound, directory: directory,
      settings: ConnectionsSettings(publicURL: foundations.address.url), logger: logger)
    let budgets = SharedBudgets(store: store, effects: effects, logger: logger)
    let (folder, keeper) = (folders(foundations), FileKeeper(foundations, library))
    let runtime = runtime(
      foundations, shelf, connections.access, media, folder, keeper, .shared(budgets, effects: effects))
    let files = FileActions(room: FileRoom(foundations, keeper, media, runtime.files, folder))

    let evaluator = ExpressionEvaluator(command: [ProgramPath.current, "expression-worker"])
    let actions = FlowActions(
      shelf: shelf, runtime: runtime, connections: connections, files: files,
      authority: { call in
        guard let person = try await Flows.authority(of: call.flow, run: call.run, in: store) else { return nil }
        return try await identity.principal(person: person)
      }
    )
    let registry = actions.registry
    let lookup = FlowLookup(connections, flows: store)
    let validator = FlowValidator(actions: registry, lookup: lookup, evaluator: evaluator)
    let feed = RunFeed()
    let known = connections.known
    let masker = Masker(hiding: known.masked)
    let hookSealer = known.hearing(sealer)
    let payloads = Payloads(store: store, blobs: foundations.blobs, effects: effects, masker: masker)
    let flows = Flows(store: store, effects: effects, validator: validator, sealer: hookSealer, masker: masker)
    let serviceHooks = connections.serviceHooks
    let sources = SourceRoom(
      store: store, blobs: foundations.blobs, effects: effects, library: library, identity: identity,
      services: SourceServices(
        connections, runtime.files, folder, effects, foundations, remote: { try await runtime.files(of: $0.id) },
        push: { try await runtime.push(of: $0, proof: serviceHooks.proof) },
        application: { try await SourceServices.application(serviceHooks, shelf, $0, $1, $2) }),
      clock: .live,
      settings: SourceSettings(lease: .seconds(settings.workLease)))
    connections.hooks = ConnectionHooks(
      usage: { connection in
        let names: Set<String> = [connection.name, connection.id.description]
        let flows = try await flows.flowsUsing(connection: names, in: connection.team)
        let others = try await sources.names(using: SourceOrigin.connection(connection.id))
        return flows.map { "the flow \"\($0.name)\"" } + others
      },
      check: { connection in
        try await ConnectionUse.$current.withValue(.test) { try await runtime.check(connection.id) }
        return "The service answers."
      })
    let worker = FlowWorker(
      store: store, effects: effects, actions: registry, evaluator: evaluator, feed: feed, masker: masker,
      lines: LoopFiles.reader(runtime.files, reach: actions.reach),
      lineWriter: LoopFiles.writer(keeper, effects: effects),
      payloads: payloads,
      settings: FlowWorkerSettings(
        concurrentRuns: settings.flowConcurrency, lease: .seconds(settings.workLease),
        renewal: .milliseconds(settings.workLease * 250), callbackBase: "\(foundations.address.url)/callbacks/"),
      logger: logger)
    let ingest = IngestService(
      library: library, processing: MediaProcessing(workers: media),
      settings: IngestSettings(
        scratchFolder: foundations.folder.scratch, concurrency: settings.media.workers,
        lease: .seconds(settings.workLease)),
      logger: logger)
    let hookFiles = FlowTriggers.files(foundations.blobs, library.runFiles, effects)
    return Rooms(
      foundations: foundations, identity: identity, library: library, media: media, directory: directory,
      shelf: shelf, runtime: runtime, imported: imported, connections: connections, sources: sources, actions: registry,
      flows: flows,
      gallery: try Gallery(CatalogueFile.examples.map { ($0.name, $0.text) }),
      runs: Runs(store: store, effects: effects, feed: feed, masker: masker, payloads: payloads),
      retention: Retention(
        store: store, standard: RetentionRule(days: settings.keeps.days, bytes: settings.keeps.bytes)),
      notices: Notices(
        store: store, effects: effects, sealer: hookSealer, channels: .live(foundations),
        publicURL: foundations.address.url),
      connectionNotices: ConnectionNotices(
        store: store, effects: effects, sealer: hookSealer, channels: .live(foundations),
        publicURL: foundations.address.url, logger: logger),
      trials: FlowTrials(flows: flows, evaluator: evaluator, masker: masker, payloads: payloads),
      webhooks: Webhooks(
        store: store, effects: effects, sealer: hookSealer, files: hookFiles, feed: feed),
      receivedCalls: ReceivedCalls(store: store, effects: effects, masker: masker, files: hookFiles),
      waits: Waits(store: store, effects: effects),
      triggers: TriggerService(
        store: store, effects: effects, actions: registry,
        library: (feed: FlowTriggers.feed(library.events), evaluator: evaluator), files: hookFiles,
        logger: logger),
      budgets: budgets, flowWorker: worker, ingest: ingest)
  }

  /// Every connector there is now.
  package var catalogue: ConnectorCatalogue { shelf.current }

  /// What works in the background, in the order of start; stopping goes the other way round.
  package var services: [any Service] {
    let foundations = foundations
    let name = WorkerName.take(in: foundations.folder, effects: foundations.effects)
    return [
      foundations.outbound, media, ingest, LibraryKeeper(library: library, logger: foundations.logger),
      VaultServer(keys: foundations.keys, name: ServerName.current, logger: foundations.logger),
      connections.keepAlive, ConnectionNoticeService(notices: connectionNotices), CatalogueKeeper(imported: imported),
      IdentityKeeper(identity: identity),
      runFilesKeeper, BudgetKeeper(budgets: budgets, name: name), flowWorker.named(name), triggers,
      SourceService(room: sources, logger: foundations.logger),
      PublicationService(room: sources, logger: foundations.logger),
      NoticeService(notices: notices, effects: foundations.effects, logger: foundations.logger),
      RetentionService(
        sweep: LogSweep(retention: retention, blobs: foundations.blobs, effects: foundations.effects),
        effects: foundations.effects, logger: foundations.logger),
    ]
  }

  private var runFilesKeeper: RunFilesKeeper {
    RunFilesKeeper(
      files: library.runFiles, runs: runs, effects: foundations.effects, logger: foundations.logger)
  }

  /// Reads and renders everything that waits for it; for commands that end afterwards.
  package func finishIngest() async throws {
    try await ingest.drain()
  }

  /// Runs something that needs the rooms but no server, and closes them whatever happens.
  package func closing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      let value = try await body()
      await close()
      return value
    } catch {
      await close()
      throw error
    }
  }

  /// Writes down what is only in memory, gives back the parts of budgets that a command took, and lets go of connections
  /// and files.
  package func close() async {
    await budgets.giveBack()
    do {
      try await connections.noteUses()
    } catch {
      let code = (error as? any CodedError)?.code ?? "unknown"
      foundations.logger.warning("Uses of connections could not be written down", metadata: ["error": "\(code)"])
    }
    await foundations.close()
  }
}

extension Rooms {
  /// What a person can make a connection to; folders of this machine need none.
  private static func directory(_ shelf: CatalogueShelf) -> ConnectorDirectory {
    ConnectorDirectory {
      shelf.current.directory(guides: CatalogueFile.embeddedGuides) { $0.takesConnection }
    }
  }

  private static func identitySettings(_ foundations: Foundations) -> IdentitySettings {
    var settings = IdentitySettings(issuer: foundations.address.url)
    settings.allowsPasswordGrant = foundations.settings.allowsPasswordGrant
    settings.accessTokenLifetime = Double(foundations.settings.tokenSeconds)
    return settings
  }

  private static func mediaSettings(_ foundations: Foundations) -> MediaSettings {
    let media = foundations.settings.media
    return MediaSettings(
      executable: ProgramPath.current, workers: media.workers, pixelLimit: media.megapixels * 1_000_000,
      memoryLimit: Int(media.memory))
  }

  private static func folders(_ foundations: Foundations) -> FolderConnector {
    FolderConnector(
      roots: foundations.settings.folderRoots.map { path in
        FolderRoot(name: URL(fileURLWithPath: path).lastPathComponent, path: path, isWritable: true)
      })
  }

  private static func runtime(
    _ foundations: Foundations, _ shelf: CatalogueShelf, _ access: ConnectionAccess, _ media: MediaWorkers,
    _ folder: FolderConnector, _ keeper: FileKeeper, _ budget: ConnectionBudget
  ) -> ConnectorRuntime {
    let outbound = foundations.outbound.outbound
    let files = FileSources(
      named: [
        FolderConnector.sourceName: folder.source, AddressFileSource.sourceName: AddressFileSource(outbound: outbound),
      ], blobs: BlobFileSource(blobs: foundations.blobs),
      connections: ServiceFileSource(
        access: access, outbound: outbound, shelf: shelf, budget: budget, effects: foundations.effects))
    return ConnectorRuntime(
      shelf: shelf, access: access, outbound: outbound, files: files,
      answers: .kept(by: keeper, effects: foundations.effects),
      coded: folder.actions + CodedAction.builtIn + SFTPConnector(door: foundations.door).actions
        + MailConnector(
          door: foundations.door, trustedCertificates: [foundations.settings.egress.trustFile].compactMap(\.self)
        ).actions
        + [MetadataAction(media: media, scratch: foundations.folder.scratch).action],
      effects: foundations.effects, budget: budget)
  }
}
