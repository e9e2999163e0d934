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
      }, latest: { try await events.latest() },
      forget: { through, before in try await events.forget(through: through, before: before) })
  }

  /// Bodies of webhooks that become files: their calls hold them, and so do the runs that they start.
  static func files(_ blobs: any BlobStore, _ runFiles: RunFiles, _ effects: Effects) -> WebhookFiles {
    WebhookFiles(
      begin: { call in
        let stage: StageID = effects.id()
        let blocks = BlockNames()
        return WebhookFiles.Draft(
          append: { bytes in _ = try await blobs.putBlock(blocks.next(), of: stage, bytes: ByteStream(bytes)) },
          keep: { name, mime in
            let info = try await runFiles.hold(for: holder(call)) { try await blobs.commit(stage, blocks: blocks.all) }
            try await blobs.discard(stage)
            return MediaFileHandle(
              name: name, size: info.size, mime: mime, sha256: info.hash.sha256, origin: .blob(info.hash.sha256)
            ).json
          }, discard: { try? await blobs.discard(stage) })
      },
      share: { call, runs in
        for run in runs { try await runFiles.share(from: holder(call), with: run.description) }
      }, release: { calls in _ = try await runFiles.release(calls.map(holder)) })
  }

  private static func holder(_ call: ReceivedCallID) -> String { call.description }
}
