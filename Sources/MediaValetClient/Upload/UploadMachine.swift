/// The order in which an upload is done, without doing any of it.
///
/// Ask for ``next``, do it, say how it went, until ``next`` is ``Step/verify``. Whoever drives it saves ``state`` before
/// every step that ``mustBeSavedFirst`` names, so that a crash at any point ends in exactly one asset.
struct UploadMachine: Sendable {
  /// What to do now.
  enum Step: Equatable, Sendable {
    /// Ask for an upload URL. `looksFirst` when an earlier try may have got one.
    case create(looksFirst: Bool)
    /// Send all bytes in one request.
    case sendBlob
    /// Send the blocks from this one on.
    case sendBlocks(from: Int)
    /// Have the storage put the blocks together.
    case commitBlocks
    /// Send properties, categories, keywords and attributes, then finalise.
    case describe
    /// Make the asset. `looksFirst` when an earlier try may have made it.
    case finalise(looksFirst: Bool)
    /// See that what arrived is what was sent.
    case verify
  }

  private(set) var state: UploadState
  /// Whether this process began the upload, so that it knows what it hasn't sent.
  private var isFresh: Bool
  private var didBeginFinalise = false

  init(state: UploadState, isFresh: Bool) {
    self.state = state
    self.isFresh = isFresh
  }

  var blockCount: Int {
    Int((state.size + Int64(state.blockSize) - 1) / Int64(state.blockSize))
  }

  var next: Step {
    if state.isFinalised { return .verify }
    if state.ticket == nil { return .create(looksFirst: !isFresh) }
    if !state.areBytesKept {
      if state.size <= Int64(state.blockSize) { return .sendBlob }
      return state.sentBlocks < blockCount ? .sendBlocks(from: state.sentBlocks) : .commitBlocks
    }
    if state.hasFinaliseBegun { return .finalise(looksFirst: !didBeginFinalise) }
    return .describe
  }

  /// The storage's name for a block: all have the same length, as Azure wants.
  func blockID(_ index: Int) -> String {
    let digits = String(index)
    return "block-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  func range(ofBlock index: Int) -> Range<Int64> {
    let start = Int64(index) * Int64(state.blockSize)
    return start..<min(start + Int64(state.blockSize), state.size)
  }

  mutating func got(_ ticket: UploadTicket) {
    // Blocks belong to a blob: a ticket for another one begins again.
    if let old = state.ticket, old.blob != ticket.blob {
      state.sentBlocks = 0
      state.areBytesKept = false
    }
    state.ticket = ticket
  }

  mutating func sentBlock(_ index: Int) {
    state.sentBlocks = index + 1
  }

  /// The storage doesn't have the blocks any more that it took.
  mutating func lostBlocks() {
    state.sentBlocks = 0
  }

  mutating func keptBytes() {
    state.areBytesKept = true
  }

  mutating func beginsFinalise() {
    state.hasFinaliseBegun = true
    didBeginFinalise = true
  }

  /// It was looked for, and isn't there.
  mutating func finaliseIsOutstanding() {
    didBeginFinalise = true
  }

  mutating func finalised() {
    state.isFinalised = true
  }
}
