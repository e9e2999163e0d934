import Core

/// The order in which a file is moved, without moving any of it.
///
/// Ask for ``next``, do it, say how it went, until ``Step/done(_:)``. Whoever drives it saves ``json`` after each of them,
/// so that a crash at any point costs at most one block.
struct TransferMachine: Sendable {
  /// What to do now.
  enum Step: Equatable, Sendable {
    /// Have the destination get ready.
    case begin
    /// Send the block, or find that the file has ended before it.
    case send(TransferBlock)
    /// Compare the checksum with the promised one.
    case verify
    /// Have the destination make the file appear.
    case finish(blocks: Int)
    /// This is what became of it.
    case done(JSONObject)
  }

  let file: IncomingFile
  /// Changes whenever the source's bytes do; empty when the source tells nothing of the kind.
  let version: String
  private(set) var blockSize: Int64?
  private(set) var token: JSONValue?
  private(set) var sentBlocks = 0
  /// How many bytes those blocks have.
  private(set) var sentBytes: Int64 = 0
  private(set) var digest = RunningDigest()
  private var hasBegun = false
  private var isWhole = false
  private var isVerified = false
  private var output: JSONObject?

  /// - Parameter blockSize: in bytes; chosen by the file's size when left out.
  init(file: IncomingFile, version: String, rule: BlockRule, blockSize: Int64? = nil) {
    self.file = file
    self.version = version
    if case .blocks(let most) = rule { self.blockSize = Self.blockSize(file.size, atMost: most, wanted: blockSize) }
  }

  /// A few hundred blocks for most files: small enough to send again, large enough that saving costs next to nothing.
  private static func blockSize(_ size: Int64?, atMost most: Int, wanted: Int64?) -> Int64 {
    guard let size else { return wanted ?? 8 << 20 }
    let fitting = size == 0 ? 0 : (size - 1) / Int64(most) + 1
    return max(fitting, wanted ?? min(max(size / 128, 8 << 20), 64 << 20))
  }

  var next: Step {
    if let output { return .done(output) }
    if !hasBegun { return .begin }
    if isWhole { return isVerified ? .finish(blocks: sentBlocks) : .verify }
    return .send(block)
  }

  private var block: TransferBlock {
    guard let blockSize else { return TransferBlock(index: 0, offset: 0, length: file.size) }
    let length = file.size.map { min(blockSize, $0 - sentBytes) } ?? blockSize
    return TransferBlock(index: sentBlocks, offset: sentBytes, length: length)
  }

  mutating func began(_ token: JSONValue) {
    self.token = token
    hasBegun = true
    // An empty file has no block, unless the destination takes everything in one request.
    if let size = file.size, blockSize != nil, sentBytes == size { isWhole = true }
  }

  /// - Parameter isLast: whether the source has ended with it.
  mutating func sent(_ count: Int64, digest: RunningDigest, isLast: Bool) {
    sentBlocks += 1
    sentBytes += count
    self.digest = digest
    isWhole = isLast || blockSize == nil || sentBytes == file.size
  }

  /// The source had ended before this block.
  mutating func ended() {
    isWhole = true
  }

  mutating func verified() {
    isVerified = true
  }

  mutating func finished(_ output: JSONObject) {
    self.output = output
  }

  /// Everything has to be sent again.
  mutating func lostBlocks() {
    (sentBlocks, sentBytes, digest, token) = (0, 0, RunningDigest(), nil)
    (hasBegun, isWhole, isVerified) = (false, false, false)
  }
}

extension TransferMachine {
  /// As it is kept between tries.
  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(file.name), "version": .string(version), "sentBlocks": JSONValue(sentBlocks),
      "sentBytes": .int(sentBytes), "digest": .string(digest.saved), "isWhole": .bool(isWhole),
      "isVerified": .bool(isVerified),
    ]
    object["size"] = file.size.map(JSONValue.int)
    object["blockSize"] = blockSize.map(JSONValue.int)
    object["token"] = token
    object["output"] = output.map(JSONValue.object)
    return .object(object)
  }

  /// Takes up what an earlier try kept. The destination is asked to begin again, with its token.
  /// - Returns: `nil` when `json` can't be read any more.
  init?(json: JSONValue, mime: String?) {
    guard let name = json["name"]?.stringValue, let version = json["version"]?.stringValue,
      let blocks = json["sentBlocks"]?.intValue, let bytes = json["sentBytes"]?.intValue,
      let digest = json["digest"]?.stringValue.flatMap(RunningDigest.init(saved:)), digest.length == bytes
    else { return nil }
    file = IncomingFile(name: name, size: json["size"]?.intValue, mime: mime)
    self.version = version
    blockSize = json["blockSize"]?.intValue
    token = json["token"]
    (sentBlocks, sentBytes, self.digest) = (Int(blocks), bytes, digest)
    isWhole = json["isWhole"] == true
    isVerified = json["isVerified"] == true
    output = json["output"]?.objectValue
    // What takes everything at once knows nothing of an earlier try.
    if blockSize == nil, !isWhole { (sentBlocks, sentBytes, self.digest) = (0, 0, RunningDigest()) }
  }
}
