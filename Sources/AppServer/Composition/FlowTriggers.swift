import Blobs
import Connectors
import Core
import Flows
import Foundation
import Library

/// What starts flows from other rooms: Flows knows no library and no blobs.
enum FlowTriggers {
  /// What happens in the library.
  static func feed(_ events: LibraryEvents) -> LibraryFeed {
    LibraryFeed(
      channel: LibraryEvents.channel,
      events: { after, limit in
        try await events.events(after: after, limit: limit).map { event in
          LibraryFeed.Event(
            sequence: event.sequence, id: event.id.description, type: event.type.rawValue, at: event.at,
            data: event.data)
        }
      }, latest: { try await events.latest() })
  }

  /// Bodies of webhooks that become files.
  static func files(_ blobs: any BlobStore, _ effects: Effects) -> WebhookFiles {
    WebhookFiles {
      let stage: StageID = effects.id()
      let blocks = BlockNames()
      return WebhookFiles.Draft(
        append: { bytes in _ = try await blobs.putBlock(blocks.next(), of: stage, bytes: ByteStream(bytes)) },
        keep: { name, mime in
          let info = try await blobs.commit(stage, blocks: blocks.all)
          try await blobs.discard(stage)
          return MediaFileHandle(
            name: name, size: info.size, mime: mime, sha256: info.hash.sha256, origin: .blob(info.hash.sha256)
          ).json
        }, discard: { try? await blobs.discard(stage) })
    }
  }
}
