internal import Core
internal import Crypto
internal import Foundation

/// One go at an upload: asks the machine what is next and does it, until the asset is there.
struct UploadRun {
  let library: MediaValet
  let checkpoint: UploadCheckpoint
  let source: UploadSource
  let description: UploadDescription
  let progress: @Sendable (Int64, Int64) async -> Void
  var machine: UploadMachine
  /// The checksum of the bytes so far; `nil` once bytes were skipped that are dear to read again.
  var digest: Insecure.MD5? = Insecure.MD5()
  /// How many bytes ``digest`` has seen.
  var digested: Int64 = 0
  /// How often the URL was renewed or the blocks begun again, so that a service that never agrees ends it.
  private var repairs = 0

  init(
    library: MediaValet, checkpoint: UploadCheckpoint, source: UploadSource, description: UploadDescription,
    progress: @escaping @Sendable (Int64, Int64) async -> Void, machine: UploadMachine
  ) {
    self.library = library
    self.checkpoint = checkpoint
    self.source = source
    self.description = description
    self.progress = progress
    self.machine = machine
  }

  mutating func finish() async throws -> UploadedAsset {
    while true {
      try Task.checkCancellation()
      let step = machine.next
      if step == .verify { return try await verify() }
      do {
        try await perform(step)
      } catch let error as MediaValetError where repairs < 3 && isRepairable(error, at: step) {
        repairs += 1
        try await repair(error)
      } catch is BlobMoved where repairs < 3 {
        repairs += 1
      }
    }
  }

  private mutating func perform(_ step: UploadMachine.Step) async throws {
    switch step {
    case .create(let looksFirst): try await create(looksFirst: looksFirst)
    case .sendBlob: try await sendBlob()
    case .sendBlocks(let first): try await sendBlocks(from: first)
    case .commitBlocks: try await commitBlocks()
    case .describe: try await describe()
    case .finalise(let looksFirst): try await finalise(looksFirst: looksFirst)
    case .verify: break
    }
  }

  func save() async throws {
    try await checkpoint.save(machine.state)
  }

  private mutating func create(looksFirst: Bool) async throws {
    let state = machine.state
    if looksFirst, let asset = try await library.asset(state.chosenID), asset.isFinalised {
      machine.finalised()
      return try await save()
    }
    do {
      machine.got(try await library.requestUpload(id: state.chosenID, fileName: state.fileName, size: state.size))
    } catch MediaValetError.refused(let operation, let status, let message) where looksFirst {
      // The record is there already, and the service doesn't make it twice: ask it for its URL.
      guard let ticket = try? await describeRecord(state.chosenID) else {
        throw MediaValetError.refused(operation: operation, status: status, message: message)
      }
      machine.got(ticket)
    }
    try await save()
  }

  /// Whether a new URL, or sending the blocks again, may help.
  private func isRepairable(_ error: MediaValetError, at step: UploadMachine.Step) -> Bool {
    guard case .storageRefused(let status, _) = error else { return false }
    switch step {
    case .sendBlob, .sendBlocks: return status == 403 || status == 401 || status == 404 || status == 410
    case .commitBlocks: return status < 500
    default: return false
    }
  }

  private mutating func repair(_ error: MediaValetError) async throws {
    if case .storageRefused(let status, _) = error, status == 400 || status == 409 {
      machine.lostBlocks()
      (digest, digested) = (Insecure.MD5(), 0)
    } else {
      try await renew()
    }
    try await save()
  }

  /// Gets a fresh URL for the same asset.
  mutating func renew() async throws {
    let state = machine.state
    guard let old = state.ticket else { return }
    if let ticket = try await describeRecord(old.asset), ticket.asset == old.asset, ticket.url != old.url {
      return machine.got(ticket)
    }
    let ticket = try await library.requestUpload(id: old.asset, fileName: state.fileName, size: state.size)
    guard ticket.asset == old.asset else {
      try? await library.cancelUpload(ticket.asset)
      throw MediaValetError.uploadExpired(asset: old.asset)
    }
    machine.got(ticket)
  }

  @discardableResult
  func describeRecord(_ asset: UUID) async throws -> UploadTicket? {
    try await library.describeUpload(
      asset, fileName: source.name, title: description.title(forFile: source.name),
      description: description.description, size: source.size)
  }
}
