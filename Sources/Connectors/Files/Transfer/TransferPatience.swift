import Core

/// Decides whether a block is sent again, and after which wait: short troubles are sat out here, long ones are the
/// step's to retry.
struct TransferPatience {
  private static let waits: [Duration] = [.milliseconds(200), .seconds(1), .seconds(4)]
  /// The longest wait that a source or a destination may ask for without the step giving its place to others, in seconds.
  private static let longest: Int64 = 30

  private var failures = 0

  /// - Returns: `nil` when it makes no sense to try again here.
  mutating func wait(after error: any Error) -> Duration? {
    guard let coded = error as? any CodedError, coded.category.isTransient, failures < Self.waits.count,
      coded.code != TransferError.lostBlocks.code
    else { return nil }
    defer { failures += 1 }
    guard let asked = (error as? any AskingForPatience)?.patience else { return Self.waits[failures] }
    return asked <= Self.longest ? .seconds(asked) : nil
  }
}
