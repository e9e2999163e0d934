/// Puts messages together from the chunks in which a pipe delivers them.
struct FrameAssembler {
  private var pending: [UInt8] = []

  mutating func append(_ chunk: some Sequence<UInt8>) {
    pending.append(contentsOf: chunk)
  }

  /// The next whole message's body, if it has arrived.
  mutating func next() throws(WorkerFrameError) -> [UInt8]? {
    guard pending.count >= 4 else { return nil }
    let end = try 4 + WorkerFrame.length(of: pending[..<4])
    guard pending.count >= end else { return nil }
    let body = Array(pending[4..<end])
    pending.removeFirst(end)
    return body
  }
}
