package import Core
import Foundation
package import Logging
import ServiceLifecycle

/// The pool of `weir media-worker` children that look at files and make pictures of them.
///
/// Decoders meet hostile files, so none runs in the server: a crash, a leak or an endless loop costs one child and one
/// job, and the error names the file. Children are started when there is work and ended when there is none.
///
/// ```swift
/// let media = try await workers.process(path: path, fileName: "lake.jpg", sizes: RenditionSize.allCases, into: folder)
/// media.facts.title      // "Evening at the lake"
/// media.renditions       // Thumb.jpg, Small.jpg, Medium.jpg, Large.jpg in `folder`
/// media.problem          // why there are none, if there are none
/// ```
///
/// ``run()`` must run for jobs to be done; until then they wait. On a graceful shutdown jobs under way are finished,
/// waiting ones are refused with ``MediaError/stopping``.
package actor MediaWorkers: Service {
  private let settings: MediaSettings
  private let logger: Logger
  private let effects: Effects
  private var machine: WorkerMachine
  private var jobs: [WorkerMachine.Job: Pending] = [:]
  private var nextJob = 0
  private var children: [WorkerMachine.Slot: Child] = [:]
  private let orders: AsyncStream<Order>
  private let orderSink: AsyncStream<Order>.Continuation

  package init(settings: MediaSettings, logger: Logger, effects: Effects = .live) {
    self.settings = settings
    self.logger = logger
    self.effects = effects
    machine = WorkerMachine(slots: settings.workers)
    (orders, orderSink) = AsyncStream.makeStream()
    // Writing to a child that has just died is an error to hear of, not a reason for the whole server to die.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Reads what a file says about itself.
  /// - Parameters:
  ///   - path: where its bytes are, absolute.
  ///   - fileName: what its owner calls it, for its ending and for messages.
  /// - Throws: ``MediaError``; `CancellationError` when the task is cancelled, which ends the work at once.
  package func inspect(path: String, fileName: String) async throws -> MediaFacts {
    try await submit(MediaJob(path: path, fileName: fileName, sizes: [], folder: nil)).facts
  }

  /// Makes renditions of a file.
  /// - Parameter folder: where they go, absolute; it must exist, and what is written there belongs to the caller.
  /// - Returns: one file for each of `sizes`.
  /// - Throws: ``MediaError``, also where ``process(path:fileName:sizes:into:)`` would report a problem.
  package func render(
    path: String, fileName: String, sizes: [RenditionSize], into folder: String
  ) async throws -> [RenderedFile] {
    let media = try await process(path: path, fileName: fileName, sizes: sizes, into: folder)
    if let problem = media.problem { throw problem }
    return media.renditions
  }

  /// Reads the facts and makes the renditions in one go, decoding once.
  ///
  /// A file that looks like a picture and can't be decoded is no error: its facts come with a
  /// ``ProcessedMedia/problem`` and without renditions.
  /// - Throws: ``MediaError`` when the file can't be read at all, its decoder crashed, or no worker is to be had;
  ///   `CancellationError` when the task is cancelled, which ends the work at once.
  package func process(
    path: String, fileName: String, sizes: [RenditionSize], into folder: String
  ) async throws -> ProcessedMedia {
    try await submit(MediaJob(path: path, fileName: fileName, sizes: sizes.sorted(), folder: folder))
  }

  /// Makes something of a file by an order.
  /// - Parameter folder: where it goes, absolute; it must exist, and what is written there belongs to the caller.
  /// - Throws: ``MediaError``; `CancellationError` when the task is cancelled, which ends the work at once.
  package func make(_ order: MediaOrder, of path: String, fileName: String, into folder: String) async throws
    -> MadeFile
  {
    let media = try await submit(
      MediaJob(path: path, fileName: fileName, sizes: [], folder: folder, order: order))
    if let problem = media.problem { throw problem }
    guard let made = media.made else { throw MediaError.noPicture(file: fileName) }
    return made
  }

  /// Keeps the children until the service is shut down.
  package func run() async throws {
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.tick() }
        for await order in self.orders { self.carryOut(order, in: &group) }
        group.cancelAll()
      }
    } onGracefulShutdown: { [orderSink] in
      orderSink.yield(.stop)
    }
    abandon()
  }
}

extension MediaWorkers {
  /// A job that somebody waits for.
  private struct Pending {
    let job: MediaJob
    let continuation: CheckedContinuation<ProcessedMedia, any Error>
    var answer: WorkerAnswer?
  }

  private struct Child {
    let mailbox: AsyncStream<MediaJob>.Continuation
    var job: WorkerMachine.Job?
    var kill: @Sendable () -> Void = {}
  }

  /// What must be done outside of the actor.
  private enum Order {
    case start(WorkerMachine.Slot)
    case pause(WorkerMachine.Slot, Duration)
    case stop
  }

  private func submit(_ job: MediaJob) async throws -> ProcessedMedia {
    let id = nextJob
    nextJob += 1
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        jobs[id] = Pending(job: job, continuation: continuation)
        handle(.submitted(id))
        // A task that was cancelled before it came here isn't announced later on.
        if Task.isCancelled { handle(.cancelled(id)) }
      }
    } onCancel: {
      Task { await self.handle(.cancelled(id)) }
    }
  }

  private func handle(_ event: WorkerMachine.Event) {
    for action in machine.handle(event) { perform(action) }
    if machine.isDrained { orderSink.finish() }
  }

  private func perform(_ action: WorkerMachine.Action) {
    switch action {
    case .start(let slot): orderSink.yield(.start(slot))
    case .give(let job, let slot):
      guard let pending = jobs[job] else { return }
      children[slot]?.job = job
      children[slot]?.mailbox.yield(pending.job)
    case .finish(let job, let outcome): finish(job, outcome)
    case .kill(let slot): children[slot]?.kill()
    case .close(let slot): children[slot]?.mailbox.finish()
    case .pause(let slot, let failures):
      logger.error("A media worker can't be started", metadata: ["failures": "\(failures)"])
      orderSink.yield(.pause(slot, Self.pause(after: failures)))
    }
  }

  /// 0.2 s, doubled with each failure, at most 30 s.
  private static func pause(after failures: Int) -> Duration {
    min(.seconds(30), .milliseconds(200 << min(failures - 1, 8)))
  }

  private func finish(_ id: WorkerMachine.Job, _ outcome: WorkerMachine.Outcome) {
    guard let pending = jobs.removeValue(forKey: id) else { return }
    let file = pending.job.fileName
    switch outcome {
    case .answered:
      switch pending.answer {
      case .processed(let media): pending.continuation.resume(returning: media)
      case .failed(let error): pending.continuation.resume(throwing: error)
      case .ready, nil: pending.continuation.resume(throwing: MediaError.workerDied(file: file))
      }
    case .died: pending.continuation.resume(throwing: MediaError.workerDied(file: file))
    case .timedOut:
      let seconds = Int(settings.jobLimit.components.seconds)
      pending.continuation.resume(throwing: MediaError.timedOut(file: file, seconds: seconds))
    case .cancelled: pending.continuation.resume(throwing: CancellationError())
    case .unavailable: pending.continuation.resume(throwing: MediaError.workersUnavailable)
    case .stopping: pending.continuation.resume(throwing: MediaError.stopping)
    }
  }

  private func carryOut(_ order: Order, in group: inout DiscardingTaskGroup) {
    switch order {
    case .start(let slot): group.addTask { await self.live(in: slot) }
    case .pause(let slot, let duration):
      group.addTask {
        try? await self.effects.sleep(duration)
        await self.handle(.rested(slot))
      }
    case .stop: handle(.stop)
    }
  }

  /// One child's life in a slot.
  private func live(in slot: WorkerMachine.Slot) async {
    let (jobs, mailbox) = AsyncStream<MediaJob>.makeStream()
    children[slot] = Child(mailbox: mailbox)
    let child = WorkerChild(settings: settings, effects: effects)
    do {
      let ending = try await child.run(jobs: jobs) { await self.hear($0, from: slot) }
      logger.debug("A media worker ended", metadata: ["slot": "\(slot)", "ending": "\(ending)"])
    } catch {
      logger.debug("A media worker failed", metadata: ["slot": "\(slot)", "error": "\(error)"])
    }
    children[slot] = nil
    handle(.exited(slot))
  }

  private func hear(_ report: WorkerChild.Report, from slot: WorkerMachine.Slot) {
    switch report {
    case .ready(let kill):
      children[slot]?.kill = kill
      handle(.started(slot))
    case .answered(let answer):
      if let job = children[slot]?.job { jobs[job]?.answer = answer }
      handle(.answered(slot))
    case .deadlinePassed:
      if let job = children[slot]?.job { handle(.deadlinePassed(slot, job)) }
    }
  }

  private func tick() async {
    while !Task.isCancelled {
      do { try await effects.sleep(.seconds(30)) } catch { return }
      handle(.tick)
    }
  }

  /// After the service has ended, however it did: nobody waits for ever.
  private func abandon() {
    handle(.stop)
    for id in jobs.keys { finish(id, .stopping) }
  }
}
