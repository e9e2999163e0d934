import Blobs
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

  static func stage(_ stage: StageID) -> String { "stages/\(stage)/" }

  static func part(_ name: String, of stage: StageID) -> String { self.stage(stage) + name }

  static func block(_ name: String, of stage: StageID) -> String {
    self.stage(stage) + Hexadecimal.encode(SHA256.hash(data: Data(name.utf8))) + BlockRecord.suffix
  }

  static func commit(of stage: StageID) -> String { self.stage(stage) + "commit" }
}
