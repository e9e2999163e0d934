package import Core
import Foundation
package import Logging
package import Persistence
import ServiceLifecycle

/// Starts flows by the clock, by what connectors find new, and by what happens in the library, each time exactly once
/// however many processes run this.
package struct TriggerService: Service {
  /// How long the identifiers of webhook events, and the library's events after they were read, are remembered.
  package static let eventMemory: Duration = .seconds(7 * 86_400)

  private let store: any Store
  private let effects: Effects
  private let schedules: ScheduleStarter
  private let polls: PollAsker
  private let library: LibraryStarter?
  private let channel: String?
  private let tick: Duration
  private let settings: WebhookSettings
  private let files: WebhookFiles?
  private let logger: Logger

  /// - Parameters:
  ///   - actions: what polls may call.
  ///   - library: what happens in the library, and who says which of it counts; `nil` when nobody wants to hear.
  ///   - files: what holds the bodies of calls that are files.
  ///   - tick: how often to look at the clock; schedules start at most this late.
  package init(
    store: any Store, effects: Effects, actions: ActionRegistry = ActionRegistry(),
    library: (feed: LibraryFeed, evaluator: ExpressionEvaluator)? = nil, tick: Duration = .seconds(1),
    settings: WebhookSettings = WebhookSettings(), files: WebhookFiles? = nil, logger: Logger
  ) {
    self.files = files
    self.store = store
    self.effects = effects
    schedules = ScheduleStarter(store: store, effects: effects)
    polls = PollAsker(store: store, effects: effects, actions: actions)
    self.library = library.map {
      LibraryStarter(store: store, effects: effects, feed: $0.feed, evaluator: $0.evaluator)
    }
    channel = library?.feed.channel
    self.tick = tick
    self.settings = settings
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await again(every: tick) { await startDue() } }
        group.addTask { await again(every: tick) { await askDue() } }
        group.addTask { await again(every: .seconds(3600)) { await forget() } }
        if let channel { group.addTask { await listen(on: channel) } }
      }
    }
  }

  /// Starts everything whose time has come.
  /// - Returns: how many runs were started; 0 also when the database is away.
  @discardableResult
  package func startDue() async -> Int {
    await trying("Schedules could not be looked at") { try await schedules.startDue() }
  }

  /// Asks connectors what is new, as far as their time has come.
  /// - Returns: how many runs were started; 0 also when the database is away.
  @discardableResult
  package func askDue() async -> Int {
    await trying("Polls could not be looked at") { try await polls.askDue() }
  }

  /// Starts what the library's new events start.
  /// - Returns: how many runs were started; 0 also when the database is away.
  @discardableResult
  package func hearLibrary() async -> Int {
    guard let library else { return 0 }
    return await trying("The library's events could not be read") { try await library.startNew() }
  }

  private func listen(on channel: String) async {
    let mailbox = Mailbox<Void>()
    await withDiscardingTaskGroup { group in
      group.addTask { for await _ in store.notifications(on: channel) { mailbox.post(()) } }
      // A notification may be missed.
      group.addTask { await again(every: .seconds(5)) { mailbox.post(()) } }
      while !Task.isCancelled {
        await hearLibrary()
        _ = await mailbox.take()
      }
      group.cancelAll()
    }
  }

  private func again(every pause: Duration, _ work: () async -> Void) async {
    while !Task.isCancelled {
      await work()
      guard (try? await effects.sleep(pause)) != nil else { return }
    }
  }

  private func trying(_ complaint: Logger.Message, _ work: () async throws -> Int) async -> Int {
    do {
      return try await work()
    } catch {
      logger.warning(complaint, metadata: ["error": "\(error)"])
      return 0
    }
  }

  /// Forgets the events and calls of webhooks that are old, and the library's events.
  package func forget() async {
    let now = effects.now()
    let settings = settings
    do {
      let forgotten = try await store.write { session in
        try EventMemory(session: session).forget(before: now - Self.eventMemory / .seconds(1))
        return try ReceivedCallStore(session: session).forget(
          before: now - settings.callMemory / .seconds(1), keeping: settings.callsPerFlow)
      }
      if !forgotten.isEmpty { try await files?.release(forgotten) }
      try await library?.forget(before: now - Self.eventMemory / .seconds(1))
    } catch {
      logger.debug("Old webhook calls and events stay for now", metadata: ["error": "\(error)"])
    }
  }
}
