import Core
import HTTPTypes
import Identity
import Library

/// The upload sequence: request, (bytes to the upload URL), describe, classify, finish.
struct UploadEndpoints: MediaValetGroup {
  static let tag = "Uploads"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      begin("/uploads", "createUpload", .created), begin("/assets", "createAsset", .accepted),
      upload(
        .post, "/uploads/validate", "validateUploads", "Says what would become of files", takes: .array(.map(.any)),
        .ok, .array(.map(.any)), validate),
      upload(
        .put, "/uploads/{assetId}", "describeUpload", "Says more about the file", takes: .map(.any), .ok, .upload
      ) { call in
        let properties = try WireUpload.properties(try await call.body().object())
        let upload = try await call.library.uploads.describe(call.id("assetId"), properties, as: call.principal)
        return .ok(wire.json(upload))
      },
      upload(
        .patch, "/uploads/{assetId}", "finishUpload", "Finishes the upload (status 1)", takes: .patch, .ok, .map(.any),
        finish),
      upload(
        .post, "/uploads/{assetId}/categories", "addUploadCategories", "Assigns categories", takes: .assetIDs,
        .created, .upload
      ) { call in
        let ids: [CategoryID] = try await call.body().ids(of: "category ids")
        return .created(
          wire.json(try await call.library.uploads.addCategories(call.id("assetId"), ids, as: call.principal)))
      },
      upload(
        .post, "/uploads/{assetId}/keywords", "addUploadKeywords", "Adds keywords", takes: .array(.string), .created,
        .upload
      ) { call in
        let words = try await call.body().strings(of: "keywords")
        return .created(
          wire.json(try await call.library.uploads.addKeywords(call.id("assetId"), words, as: call.principal)))
      },
      upload(
        .post, "/uploads/{assetId}/attributes", "setUploadAttributes", "Sets attributes' values",
        takes: .array(.map(.string)), .created, .upload
      ) { call in
        let values = try WireUpload.attributeValues(try await call.body())
        return .created(
          wire.json(try await call.library.uploads.setAttributes(call.id("assetId"), values, as: call.principal)))
      },
    ]
  }

  private var wire: WireUpload { WireUpload(services: services) }

  private func upload(
    _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String, takes: Shape,
    _ status: HTTPResponse.Status, _ shape: Shape,
    _ handler: @escaping @Sendable (MediaValetCall) async throws -> MediaValetAnswer
  ) -> Endpoint {
    on(method, path, id, summary, needs: .uploadToAlbum, takes: takes, answers: (status, shape), handler)
  }

  private func begin(_ path: String, _ id: String, _ status: HTTPResponse.Status) -> Endpoint {
    upload(.post, path, id, "Begins an upload; the bytes go to its upload URL", takes: .map(.any), status, .upload) {
      call in
      let fields = try await call.body().object()
      _ = try fields.required("filename")
      let upload = try await call.library.uploads.request(
        WireUpload.properties(fields), id: fields.id("id"), as: call.principal)
      return MediaValetAnswer(status: status, payload: wire.json(upload))
    }
  }

  private func finish(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let id: AssetID = try call.id("assetId")
    let known: Set = ["status", "title", "description", "filename", "filesizeinbytes"]
    let patch = try JSONPatch(await call.body(), fields: known)
    let size = try patch.text("filesizeinbytes").map { text in
      guard let size = Int64(text) else {
        throw RequestError.invalidMember("fileSizeInBytes", expected: "a whole number")
      }
      return size
    }
    let properties = UploadProperties(
      fileName: patch.text("filename"), title: patch.text("title"), description: patch.text("description"), size: size)
    if properties != UploadProperties() {
      _ = try await call.library.uploads.describe(id, properties, as: call.principal)
    }
    if patch.text("status") == "1" { _ = try await call.library.uploads.finish(id, as: call.principal) }
    var answer = MediaValetAnswer.ok(.object(WireLinks.close([:], "upload", functions: ["uploads", "assets"])))
    answer.errors = patch.errors
    answer.warnings = patch.warnings
    return answer
  }

  private func validate(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let files = try await call.body().array(of: "objects with a fileName").map { element in
      let fields = LenientFields(element.objectValue ?? [:])
      return (name: try fields.required("fileName"), size: try fields.int("size"))
    }
    let verdicts = try await call.library.uploads.verdicts(files, as: call.principal)
    return .ok(
      .array(
        verdicts.map { verdict in
          [
            "fileName": .string(verdict.fileName), "validationStatus": verdict.problem == nil ? "Valid" : "Invalid",
            "assetVersionMessage": verdict.sameName == 0
              ? "" : .string("\(verdict.sameName) assets have a file of this name."),
            "attributePolicy": ["createUploadAttributes": [:]], "message": .string(verdict.problem ?? ""),
          ]
        }))
  }
}
