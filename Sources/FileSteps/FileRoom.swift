package import Blobs
package import Connectors
package import Core
package import Egress
package import Media

/// What file steps work with.
package struct FileRoom: Sendable {
  let files: FileSources
  let keeper: FileKeeper
  let folder: FolderConnector
  let outbound: Outbound
  let media: MediaWorkers
  let copies: LocalCopies
  let scratch: String
  let effects: Effects

  /// - Parameters:
  ///   - files: opens what handles mean.
  ///   - keeper: where results go.
  ///   - folder: the folders that may be written to.
  ///   - media: looks at pictures and films.
  ///   - copies: for programs that read files, not streams.
  ///   - scratch: a folder for what is only needed on the way; absolute, and there.
  package init(
    files: FileSources, keeper: FileKeeper, folder: FolderConnector, outbound: Outbound, media: MediaWorkers,
    copies: LocalCopies, scratch: String, effects: Effects
  ) {
    self.files = files
    self.keeper = keeper
    self.folder = folder
    self.outbound = outbound
    self.media = media
    self.copies = copies
    self.scratch = scratch
    self.effects = effects
  }
}
