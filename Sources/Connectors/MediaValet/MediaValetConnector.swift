import Connections
import Core
import Egress
import Foundation
import HTTPTypes
import MediaValetClient

/// The actions of `mediavaletConnector-v1.0` that YAML can't say.
package enum MediaValetConnector {
  /// What to hand to ``ConnectorRuntime``.
  /// - Parameter blockSize: bytes in a block of an upload.
  package static func actions(blockSize: Int = 4_000_000) -> [CodedAction] {
    [
      CodedAction("mediavalet.uploadAsset") { call in try await uploadAsset(call, blockSize) },
      CodedAction("mediavalet.uploadFile") { call in try await uploadFile(call, blockSize) },
      CodedAction("mediavalet.checkInVersion") { call in try await checkIn(call, blockSize) },
      CodedAction("mediavalet.bulkUpdate") { call in try await BulkUpdate(call: call).run() },
      CodedAction("mediavalet.bulkRequest") { call in try await BulkRequest(call: call).run() },
    ]
  }

  private static func uploadAsset(_ call: CodedAction.Call, _ blockSize: Int) async throws -> JSONValue {
    let source = try await source(call)
    let uploader = AssetUploader(
      library(call), checkpoint: UploadCheckpoint(call.context.checkpoint), blockSize: blockSize)
    do {
      let asset = try await uploader.upload(
        source, as: UploadDescription(input: call.input), id: StepIdentity(key: call.context.idempotencyKey).uuid
      ) { done, total in await call.context.progress(done, total) }
      return output(asset)
    } catch let error as MediaValetError {
      throw ActionError(error)
    }
  }

  private static func uploadFile(_ call: CodedAction.Call, _ blockSize: Int) async throws -> JSONValue {
    let source = try await source(call)
    do {
      try await library(call).store(source, at: call.input["uploadUrl"]?.stringValue ?? "", blockSize: blockSize) {
        done, total in await call.context.progress(done, total)
      }
    } catch let error as MediaValetError {
      throw ActionError(error)
    }
    return ["size": .int(source.size)]
  }

  private static func checkIn(_ call: CodedAction.Call, _ blockSize: Int) async throws -> JSONValue {
    try await CheckInVersion(call: call) { url in
      let source = try await source(call)
      do {
        try await library(call).store(source, at: url, blockSize: blockSize) { done, total in
          await call.context.progress(done, total)
        }
      } catch let error as MediaValetError {
        throw ActionError(error)
      }
      return (source.name, source.size)
    }.run()
  }

  private static func source(_ call: CodedAction.Call) async throws -> UploadSource {
    guard let handle = call.input["file"].flatMap(MediaFileHandle.init(json:)) else {
      throw ActionError(code: "invalid_input", category: .invalid, message: "There is no file to upload.")
    }
    let file = try await call.files.open(handle)
    let size = try await file.knownSize()
    return UploadSource(
      name: call.input["fileName"]?.stringValue ?? file.name, size: size, mimeType: file.mime, version: file.version,
      isCheapToRead: file.isCheapToRead
    ) { range in try await file.bytes(range) }
  }

  private static func library(_ call: CodedAction.Call) -> MediaValet {
    let session = ConnectionSession(access: call.access, connection: call.connection?.id)
    return MediaValet(
      endpoint: call.endpoint, apiVersion: call.settings["apiVersion"]?.stringValue ?? "1.2",
      authorization: { isRejected in try await session.headers(isRejected: isRejected) },
      transport: OutboundTransport(outbound: call.outbound, storage: call.storage),
      timing: MediaValetTiming(now: call.effects.now, sleep: call.effects.sleep))
  }

  private static func output(_ asset: UploadedAsset) -> JSONValue {
    [
      "id": .string(asset.id.uuidString.lowercased()), "fileName": .string(asset.fileName),
      "title": .string(asset.title), "size": .int(asset.size), "md5": JSONValue(asset.md5),
      "status": JSONValue(asset.status.map(Int64.init)), "isVerified": .bool(asset.isVerified),
    ]
  }
}
