package import Core
import Foundation
package import Logging
package import Persistence
import ServiceLifecycle
import Synchronization

/// Takes runs that are due and carries them out, many at once, until it is told to stop.
///
/// Several may work on one database: a run is in one worker's hands at a time, and the database refuses the writes of
/// one that has lost it. On a graceful stop nothing new is begun, what is in flight is finished, and every run is
/// handed back; when the stop is forced, what was in flight is begun anew by whoever takes the run next.
package struct FlowWorker: Service {
  private let engine: RunEngine
  private let held = HeldRuns()
  private let wake = Mailbox<Void>()
  private var name: String
  private var hasHadName = false

  package init(
    store: any Store, effects: Effects, actions: ActionRegistry, evaluator: ExpressionEvaluator, feed: RunFeed,
    masker: Masker = Masker(), lines: LineReader? = nil, lineWriter: LineWriter? = nil, payloads: Payloads? = nil,
    settings: FlowWorkerSettings = FlowWorkerSettings(),
    logger: Logger
  ) {
    engine = RunEngine(
      store: store, effects: effects, actions: actions, evaluator: evaluator, journal: JournalWriter(store: store),
      plans: PlanCache(), feed: feed, masker: masker, lines: lines, lineWriter: lineWriter,
      payloads: payloads ?? Payloads(store: store, blobs: nil, effects: effects), settings: settings, logger: logger)
    name = effects.token(bytes: 9)
  }

  /// The same worker under a name that it had before, if there is one.
  /// - Parameter name: nobody else may work under it: whatever is held under it when the worker begins is taken back at
  ///   once, without waiting for the lease to lapse.
  package func named(_ name: String?) -> FlowWorker {
    var copy = self
    if let name { (copy.name, copy.hasHadName) = (name, true) }
    return copy
  }

  package func run() async throws {
    if hasHadName { await takeBack() }
    // Before the first run is taken, so that no wish about it is missed.
    let cancels = engine.store.notifications(on: RunStore.cancelChannel)
    let signals = engine.store.notifications(on: SignalStore.channel)
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await tick() }
        group.addTask { await listen() }
        group.addTask { await renew() }
        group.addTask { await watch(cancels) }
        group.addTask { await watch(signals) }
        await work()
        group.cancelAll()
      }
    } onGracefulShutdown: {
      held.stop()
      wake.post(())
    }
    await engine.evaluator.stop()
  }

  /// Claims as long as there is room; returns once it is stopped and every run is given up.
  private func work() async {
    await withDiscardingTaskGroup { group in
      while !held.isStopping, !Task.isCancelled {
        for claimed in await claim() {
          let mailbox = Mailbox<RunSignal>()
          held.add(claimed, mailbox)
          group.addTask {
            if await AdmissionDesk(engine: engine).admits(claimed) {
              await RunDriver(engine: engine, claimed: claimed, mailbox: mailbox).drive()
            }
            held.remove(claimed.lease)
            wake.post(())
          }
        }
        _ = await wake.take()
      }
    }
  }

  private func claim() async -> [ClaimedRun] {
    let places = engine.settings.concurrentRuns
    guard held.count < places + FairShare.reserve else { return [] }
    let now = engine.effects.now()
    let until = now + engine.settings.lease / .seconds(1)
    do {
      let due = try await engine.store.read {
        try DueRuns(session: $0).queues(at: now, limit: places + FairShare.reserve)
      }
      var share = FairShare(inHand: held.owners)
      let shares = share.share(due, places: places)
      guard !shares.isEmpty else { return [] }
      return try await engine.store.writeLocking { [name] session in
        let runs = RunStore(session: session)
        return try shares.flatMap { flow, count in
          try runs.claim(worker: name, at: now, until: until, limit: count, of: flow)
        }
      }
    } catch {
      engine.logger.warning("No runs could be taken", metadata: ["error": "\(error)"])
      return []
    }
  }

  /// Makes runs due that an earlier life of this worker held when it was killed.
  private func takeBack() async {
    let now = engine.effects.now()
    do {
      try await engine.store.writeLocking { [name] in try RunStore(session: $0).release(from: name, at: now) }
    } catch {
      engine.logger.warning("Runs from before could not be taken back", metadata: ["error": "\(error)"])
    }
  }

  private func tick() async {
    while (try? await engine.effects.sleep(engine.settings.tick)) != nil { wake.post(()) }
  }

  private func listen() async {
    for await _ in engine.store.notifications(on: RunStore.channel) { wake.post(()) }
  }

  private func renew() async {
    while (try? await engine.effects.sleep(engine.settings.renewal)) != nil {
      let leases = held.leases
      let until = engine.effects.now() + engine.settings.lease / .seconds(1)
      guard !leases.isEmpty else { continue }
      do {
        let kept = try await engine.store.writeLocking { try RunStore(session: $0).renew(leases, until: until) }
        for lease in leases where !kept.contains(lease.run) { held.post(.leaseLost, to: lease.run) }
        // What came while a run was being taken was told to nobody.
        await heed()
      } catch {
        engine.logger.warning("Leases could not be renewed", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Passes on what somebody wants of the runs in hand as soon as it is known.
  private func watch(_ news: AsyncStream<Void>) async {
    for await _ in news { await heed() }
  }

  /// Tells the runs in hand what somebody wants of them. What a run knows already does nothing to it.
  private func heed() async {
    let runs = held.leases.map(\.run)
    guard !runs.isEmpty else { return }
    let wishes = try? await engine.store.read { session in
      let store = RunStore(session: session)
      return (
        cancelled: try store.cancelled(among: runs), paused: try store.paused(among: runs),
        signals: try SignalStore(session: session).signals(of: runs)
      )
    }
    for run in wishes?.cancelled ?? [] { held.post(.event(.cancelRequested), to: run) }
    for signal in wishes?.signals ?? [] {
      held.post(.event(.signalled(path: signal.path, payload: signal.payload)), to: signal.run)
    }
    for run in wishes?.paused ?? [] { held.post(.pause, to: run) }
  }
}
