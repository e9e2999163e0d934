import Blobs
import Connectors
import Core
import Egress
import FileSteps
import Flows
import Library
import Media

/// Makes the built-in file steps actions of flows: `weir/copy`, `weir/unzip`, …
struct FileActions: Sendable {
  let room: FileRoom

  var all: [RegisteredAction] {
    FileStepCatalogue.all.map { step in
      RegisteredAction(
        name: step.fullName, title: step.title, inputSchema: step.input.source, outputSchema: step.output,
        needsConnection: false,
        run: { call async throws(StepFailure) in
          do throws(ActionError) {
            return try await step.run(fileCall(call))
          } catch {
            throw StepFailure(error)
          }
        })
    }
  }

  private func fileCall(_ call: ActionCall) -> FileStepCall {
    let context = ActionContext(
      idempotencyKey: call.idempotencyKey,
      checkpoint: Checkpoint(load: call.checkpoint.load, save: call.checkpoint.save),
      progress: { done, total in call.progress(done, total) })
    return FileStepCall(input: call.input, holder: context.holder, room: room, context: context)
  }
}

extension FileKeeper {
  /// What runs make goes into the deployment's blobs, and the library knows which run needs it.
  init(_ foundations: Foundations, _ library: Library) {
    self.init(blobs: foundations.blobs) { run, bytes in try await library.runFiles.hold(for: run, bytes) }
  }
}

extension FileRoom {
  init(
    _ foundations: Foundations, _ keeper: FileKeeper, _ media: MediaWorkers, _ files: FileSources,
    _ folder: FolderConnector
  ) {
    let space = SpaceGuard(path: foundations.folder.path, reserve: foundations.settings.blobReserve)
    self.init(
      files: files, keeper: keeper, folder: folder, outbound: foundations.outbound.outbound, media: media,
      copies: LocalCopies(folder: foundations.folder.scratch, space: space, effects: foundations.effects),
      scratch: foundations.folder.scratch, effects: foundations.effects)
  }
}
