import Blobs
import Core
import Foundation
import Logging
import Media
import Persistence
import ServiceLifecycle

/// Looks at one file after the other: facts, pictures, metadata.
struct IngestWorker: Sendable {
  let context: LibraryContext
  let processing: MediaProcessing
  let settings: IngestSettings
  let logger: Logger

  /// Looks at every file that is due, until none is left or the server is about to stop.
  func drain() async throws {
    while !Task.isCancelled, !Task.isShuttingDownGracefully, let claim = try await queue.claim(for: settings.lease) {
      try await work(on: claim)
    }
  }

  private var queue: IngestQueue { IngestQueue(context: context) }

  private func work(on claim: IngestClaim) async throws {
    do {
      if claim.attempts > IngestRetry.mostAttempts { throw IngestInterrupted(fileName: claim.fileName) }
      try await renewing(claim) { try await process(claim) }
    } catch let error as CancellationError {
      throw error
    } catch {
      try await fail(claim, error)
    }
  }

  private func process(_ claim: IngestClaim) async throws {
    let folder = settings.scratchFolder + "/\(claim.asset)-\(claim.fence)"
    defer { ScratchFolder.remove(folder) }
    try ScratchFolder.make(folder)
    let media = try await context.blobs.withLocalFile(claim.hash) { path in
      try await processing.process(path, claim.fileName, folder)
    }
    let result = IngestResult(media, fileName: claim.fileName)
    let effects = context.effects
    let store = context.store
    let isKept = try await context.keeping {
      try await renditions(media.renditions)
    } naming: { renditions in
      renditions.map(\.hash)
    } commit: { renditions in
      try await store.write { session in
        if try IngestStore(session).keep(result, renditions: renditions, of: claim, effects) { return true }
        try Self.letGo(renditions, session)
        return false
      }
    }
    logger.debug(
      "A file was looked at", metadata: ["asset": "\(claim.asset)", "kept": "\(isKept)", "kind": "\(result.kind)"])
  }

  private func renditions(_ files: [RenderedFile]) async throws -> [Rendition] {
    var renditions: [Rendition] = []
    for file in files {
      guard let kind = RenditionKind(rawValue: file.size.rawValue) else { continue }
      let info = try await context.blobs.store(ByteStream(try await ScratchFolder.bytes(of: file.path)))
      renditions.append(
        Rendition(
          kind: kind, hash: info.hash, size: info.size, mimeType: file.mime, width: file.width, height: file.height))
    }
    return renditions
  }

  /// Pictures that nobody will name: the asset is gone, or another worker was faster.
  private static func letGo(_ renditions: [Rendition], _ session: any Session) throws {
    let register = BlobRegister(session)
    for rendition in renditions { try register.keep(rendition.hash) }
    try register.mayGo(renditions.map(\.hash))
  }

  private func fail(_ claim: IngestClaim, _ error: any Error) async throws {
    let metadata: Logger.Metadata = [
      "asset": "\(claim.asset)", "file": "\(claim.fileName)", "attempt": "\(claim.attempts)", "reason": "\(error)",
    ]
    switch IngestRetry(after: error, attempts: claim.attempts) {
    case .again(let pause):
      logger.debug("A file couldn't be looked at and is tried again", metadata: metadata)
      try await queue.release(claim, for: pause)
    case .giveUp(let reason):
      logger.info("A file can't be looked at and stays as it is", metadata: metadata)
      try await context.store.write { session in _ = try IngestStore(session).giveUp(claim, reason: reason) }
    }
  }

  /// Runs `body` and keeps the claim alive meanwhile; cancels it when the claim is lost.
  private func renewing(_ claim: IngestClaim, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await body()
        return true
      }
      group.addTask {
        repeat {
          try await context.effects.sleep(settings.lease / 3)
        } while try await queue.renew(
          claim, for: settings.lease)
        return false
      }
      let isDone = try await group.next() ?? true
      group.cancelAll()
      if !isDone { logger.debug("A file was taken over by another worker", metadata: ["asset": "\(claim.asset)"]) }
    }
  }
}

/// A file during whose turn the server ended again and again; perhaps because of it.
struct IngestInterrupted: CodedError {
  let fileName: String

  var code: String { "ingest_interrupted" }
  var category: ErrorCategory { .fault }
  var message: String {
    "Looking at \"\(fileName)\" was interrupted \(IngestRetry.mostAttempts) times and isn't tried again."
  }
}
