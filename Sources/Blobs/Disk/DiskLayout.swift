import Core
internal import Crypto

/// Where things stand in the folder of a ``DiskBlobStore``.
///
/// ```
/// blobs/3b/0c/3b0c…    a blob, named by its hash; read-only
/// stages/<id>/         an upload in progress
///   <uuid>.part        bytes of a block, or of a blob that is being put together
///   <hash>.block       what is known of a block; <hash> is that of its name
///   commit             what the stage became
/// stages/<uuid>.gone/  an upload that is being deleted
/// stages/<uuid>.part   a small blob that is being written
/// ```
///
/// All of it must be on one file system: files get their final place by a link or a rename.
struct DiskLayout: Sendable {
  /// How the folder of an upload ends while it is being deleted.
  static let doomedSuffix = ".gone"
  /// How files end whose bytes haven't got their name yet.
  static let draftSuffix = ".part"

  let root: String

  var blobs: String { root + "/blobs" }
  var stages: String { root + "/stages" }

  func blob(_ hash: ContentHash) -> String {
    let name = hash.sha256
    return blobs + "/" + name.prefix(2) + "/" + name.dropFirst(2).prefix(2) + "/" + name
  }

  func stage(_ stage: StageID) -> String {
    stages + "/" + stage.description
  }

  /// Block names may be longer than file names, and hold slashes.
  func block(_ name: String, of stage: StageID) -> String {
    self.stage(stage) + "/" + Hexadecimal.encode(SHA256.hash(data: Array(name.utf8))) + ".block"
  }

  func part(_ name: String, of stage: StageID) -> String {
    self.stage(stage) + "/" + name
  }

  func commit(of stage: StageID) -> String {
    self.stage(stage) + "/commit"
  }
}
