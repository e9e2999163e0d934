import Blobs
package import Core
import Foundation
package import Identity
import Persistence

/// Takes files in: request, bytes, properties, finish. Each call is on disk before it answers.
package struct Uploads: Sendable {
  let context: LibraryContext

  /// Begins an upload.
  ///
  /// The same identifier again answers the same upload, as long as the same person asks and it isn't finished: so a
  /// client that lost the answer adopts what it began.
  /// - Parameter id: chosen by the client; made by the library when `nil`.
  /// - Throws: ``UploadError/identifierTaken(_:)``, ``UploadError/finished(_:)``,
  ///   ``UploadError/illegalFileName(_:problem:)``, ``UploadError/tooLarge(limit:)``.
  package func request(_ properties: UploadProperties, id: AssetID? = nil, as principal: Principal) async throws
    -> Upload
  {
    try Access.require(.editMetadata, on: .library, as: principal)
    let id = id ?? context.effects.id()
    let properties = try checked(properties, blobName: Upload.blobName(id))
    let now = context.effects.now()
    let upload = Upload(
      id: id, mediaFile: context.effects.id(), requestedBy: principal.person, requestedAt: now,
      expiresAt: expiry(now), properties: properties, categories: [], keywords: [], attributes: [:],
      receivedSize: nil, isFinished: false)
    let stage: StageID = context.effects.id()
    return try await context.store.write { session in
      let store = UploadStore(session)
      if try session.exists("select 1 from library_asset where id = \(id)") {
        let known = try store.find(id, now: now)
        throw known?.upload.requestedBy == principal.person ? UploadError.finished(id) : .identifierTaken(id)
      }
      if try store.insert(upload, stage: stage) { return upload }
      guard let known = try store.find(id, now: now)?.upload, known.requestedBy == principal.person else {
        throw UploadError.identifierTaken(id)
      }
      if known.isFinished { throw UploadError.finished(id) }
      try store.extend(id, to: upload.expiresAt)
      try store.describe(id, known.properties.merging(properties))
      return try store.locked(id, now: now).upload
    }
  }

  /// The upload as it is; the finished one too, until it is cleaned away.
  /// - Throws: ``UploadError/notFound(_:)``.
  package func upload(_ id: AssetID, as principal: Principal) async throws -> Upload {
    try Access.require(.editMetadata, on: .library, as: principal)
    let now = context.effects.now()
    let row = try await context.store.read { session in try UploadStore(session).find(id, now: now) }
    guard let row, Self.owns(row.upload, principal) else { throw UploadError.notFound(id) }
    return row.upload
  }

  /// Says more about the file; what is `nil` stays. A file name of `<id>.bin` is the blob's and changes nothing.
  /// - Throws: ``UploadError``.
  package func describe(_ id: AssetID, _ properties: UploadProperties, as principal: Principal) async throws -> Upload {
    let properties = try checked(properties, blobName: Upload.blobName(id))
    return try await change(id, principal) { _, store, upload in
      try store.describe(id, upload.properties.merging(properties))
    }
  }

  /// Adds categories.
  /// - Throws: ``LibraryError/categoryNotFound(_:)``, ``UploadError``.
  package func addCategories(_ id: AssetID, _ categories: [CategoryID], as principal: Principal) async throws -> Upload
  {
    try await change(id, principal) { session, store, upload in
      try CategoryStore(session).requireAll(categories)
      try store.set(categories: (upload.categories + categories).withoutRepeats(), of: id)
    }
  }

  /// Adds keywords; they are made when the upload is finished.
  /// - Throws: ``LibraryError/illegalName(_:problem:)``, ``UploadError``.
  package func addKeywords(_ id: AssetID, _ words: [String], as principal: Principal) async throws -> Upload {
    let words = try words.filter { !$0.allSatisfy(\.isWhitespace) }.map { try LibraryName.checked($0) }
    return try await change(id, principal) { _, store, upload in
      try store.set(keywords: (upload.keywords + words).withoutRepeats(), of: id)
    }
  }

  /// Sets values of attributes; an empty value or null clears one.
  /// - Throws: ``LibraryError/attributeNotFound(_:)``, ``AttributeError``, ``UploadError``.
  package func setAttributes(_ id: AssetID, _ values: [AttributeID: JSONValue], as principal: Principal) async throws
    -> Upload
  {
    try await change(id, principal) { session, store, upload in
      var attributes = upload.attributes
      for (attributeID, value) in values {
        let attribute = try AttributeStore(session).attribute(attributeID)
        let checked = try AttributeValue(value, for: attribute.definition)
        if attribute.isSystem, AssetPatchField(system: attributeID) == nil {
          throw AttributeError.systemAttribute(attribute.name)
        }
        attributes[attributeID] = checked?.text
      }
      try store.set(attributes: attributes, of: id)
    }
  }

  /// Throws an unfinished upload away.
  /// - Throws: ``UploadError``.
  package func abandon(_ id: AssetID, as principal: Principal) async throws {
    try Access.require(.editMetadata, on: .library, as: principal)
    let now = context.effects.now()
    let stage = try await context.store.write { session in
      let store = UploadStore(session)
      let row = try store.locked(id, now: now)
      guard Self.owns(row.upload, principal) else { throw UploadError.notFound(id) }
      if row.upload.isFinished { throw UploadError.finished(id) }
      try store.delete(id)
      return row.stage
    }
    try await context.blobs.discard(stage)
  }

  /// Says what would become of files of these names and sizes.
  package func verdicts(_ files: [(name: String, size: Int64?)], as principal: Principal) async throws
    -> [UploadVerdict]
  {
    try Access.require(.editMetadata, on: .library, as: principal)
    let limit = context.settings.largestUpload
    return try await context.store.read { session in
      try files.map { file in
        let count = try session.count(
          """
          select count(*) as n from library_asset
          where file_name_key = \(TextFolding.key(file.name)) and deleted_at is null
          """)
        let problem = FileName.problem(file.name) ?? ((file.size ?? 0) > limit ? "it is too large" : nil)
        return UploadVerdict(fileName: file.name, problem: problem, sameName: count)
      }
    }
  }

  /// Changes an upload that isn't finished, and moves its end on.
  private func change(
    _ id: AssetID, _ principal: Principal,
    _ body: @escaping @Sendable (any Session, UploadStore, Upload) throws -> Void
  ) async throws -> Upload {
    try Access.require(.editMetadata, on: .library, as: principal)
    let now = context.effects.now()
    let end = expiry(now)
    return try await context.store.write { session in
      let store = UploadStore(session)
      let upload = try store.locked(id, now: now).upload
      guard Self.owns(upload, principal) else { throw UploadError.notFound(id) }
      if upload.isFinished { throw UploadError.finished(id) }
      try body(session, store, upload)
      try store.extend(id, to: end)
      return try store.locked(id, now: now).upload
    }
  }

  private func checked(_ properties: UploadProperties, blobName: String) throws(UploadError) -> UploadProperties {
    var checked = properties
    if checked.fileName?.lowercased() == blobName { checked.fileName = nil }
    if let name = checked.fileName, let problem = FileName.problem(name) {
      throw .illegalFileName(name, problem: problem)
    }
    if let size = checked.size, size > context.settings.largestUpload {
      throw .tooLarge(limit: context.settings.largestUpload)
    }
    return checked
  }

  func expiry(_ now: Date) -> Date {
    now.addingTimeInterval(context.settings.uploadLifetime / .seconds(1))
  }

  /// Uploads belong to the one who asked for them; managers may help out.
  static func owns(_ upload: Upload, _ principal: Principal) -> Bool {
    upload.requestedBy == principal.person || Access.allows(.purgeAssets, on: .library, as: principal)
  }
}
