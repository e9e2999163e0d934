import Blobs
import Core
internal import Crypto
import Foundation

/// Which key is what.
///
/// ```
/// blobs/3b0c…                   a blob, named by its hash
/// stages/<id>/<uuid>.part       bytes of a block
/// stages/<id>/<hash>.block      what is known of a block; <hash> is that of its name
/// stages/<id>/commit            what the stage became
/// ```
enum S3Layout {
  static func blob(_ hash: ContentHash) -> String { "blobs/" + hash.sha256 }

  static let stages = "stages/"

  static func stage(_ stage: StageID) -> String { stages + "\(stage)/" }

  /// Whose object it is; `nil` for one that isn't ours.
  static func stage(of key: String) -> StageID? {
    guard key.hasPrefix(stages) else { return nil }
    return key.dropFirst(stages.count).split(separator: "/").first.flatMap { StageID(String($0)) }
  }

  static func part(_ name: String, of stage: StageID) -> String { self.stage(stage) + name }

  static func block(_ name: String, of stage: StageID) -> String {
    self.stage(stage) + Hexadecimal.encode(SHA256.hash(data: Data(name.utf8))) + BlockRecord.suffix
  }

  static func commit(of stage: StageID) -> String { self.stage(stage) + "commit" }
}
