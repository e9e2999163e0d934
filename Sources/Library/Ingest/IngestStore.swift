import Blobs
import Core
import Identity
import Persistence

/// Writes what ingest found out, in one transaction. What a person has said meanwhile stands.
struct IngestStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Returns: whether the file was still the claimant's; if not, nothing was written.
  func keep(_ result: IngestResult, renditions: [Rendition], of claim: IngestClaim, _ effects: Effects) throws -> Bool {
    let id = claim.asset
    let assets = AssetStore(session)
    try assets.lock(id)
    guard try IngestQueue.complete(claim, session) else { return false }
    let asset = try assets.asset(id)
    try write(result, of: asset)
    try fill(result, of: asset)
    try EmbeddedStore(session).replace(result.embedded, of: id)
    try replace(renditions, of: asset)
    let act = Act(at: effects.now(), by: asset.record.createdBy, effects: effects)
    let keywords = asset.keywords.isEmpty ? try KeywordStore(session).use(result.keywords, act) : []
    if !keywords.isEmpty { try AssetLinkStore(session).set(keywords: keywords.map(\.id), of: id) }
    try SearchIndexStore(session).refresh([id])
    if !keywords.isEmpty {
      let data: JSONObject = ["AssetId": JSONValue(id), "Keywords": .array(keywords.map(AssetEdit.json))]
      try EventOutbox(session).add(.keywordsAdded, data, act)
    }
    return true
  }

  /// Marks a file that can't be looked at.
  /// - Returns: whether the file was still the claimant's; if not, nothing was written.
  func giveUp(_ claim: IngestClaim, reason: String) throws -> Bool {
    try AssetStore(session).lock(claim.asset)
    guard try IngestQueue.complete(claim, session) else { return false }
    let stem = FileName.stem(claim.fileName)
    try session.run(
      """
      update library_asset set ingest_state = 'failed', ingest_problem = \(reason),
        title = case when title = '' then \(stem) else title end,
        title_key = case when title = '' then \(TextFolding.key(stem)) else title_key end
      where id = \(claim.asset)
      """)
    try SearchIndexStore(session).refresh([claim.asset])
    return true
  }

  private func write(_ result: IngestResult, of asset: Asset) throws {
    let facts = result.facts
    let state = result.problem == nil ? "done" : "failed"
    try session.run(
      """
      update library_asset set kind = \(result.kind.rawValue), mime_type = \(facts.mimeType.sqlValue),
        format = \(facts.format.sqlValue), width = \(facts.width.sqlValue), height = \(facts.height.sqlValue),
        duration = \(facts.duration.sqlValue), frame_rate = \(facts.frameRate.sqlValue),
        bit_rate = \(facts.bitRate.sqlValue), colour_space = \(facts.colourSpace.sqlValue),
        resolution = \(facts.resolution.sqlValue), dominant_colour = \(facts.dominantColour.sqlValue),
        contradicts_name = \(facts.contradictsName), ingest_state = \(state),
        ingest_problem = \(result.problem.sqlValue)
      where id = \(asset.id)
      """)
  }

  /// Title, description and attributes from the file, where nobody gave any.
  private func fill(_ result: IngestResult, of asset: Asset) throws {
    let title = result.title ?? FileName.stem(asset.original.fileName)
    try session.run(
      """
      update library_asset set title = \(title), title_key = \(TextFolding.key(title))
      where id = \(asset.id) and title = ''
      """)
    if let text = result.description {
      try session.run(
        """
        update library_asset set description = \(text), description_key = \(TextFolding.key(text))
        where id = \(asset.id) and description = ''
        """)
    }
    let links = AssetLinkStore(session)
    for attribute in try AttributeStore(session).all() where asset.attributes[attribute.id] == nil {
      if let value = result.value(for: attribute) { try links.set(value, for: attribute.id, of: asset.id) }
    }
  }

  private func replace(_ renditions: [Rendition], of asset: Asset) throws {
    let register = BlobRegister(session)
    try session.run("delete from library_rendition where asset = \(asset.id)")
    try register.mayGo(asset.renditions.values.map(\.hash))
    for rendition in renditions {
      try register.keep(rendition.hash)
      try session.run(
        """
        insert into library_rendition (asset, kind, hash, size, mime_type, width, height)
        values (\(asset.id), \(rendition.kind.rawValue), \(rendition.hash.sha256), \(rendition.size),
          \(rendition.mimeType), \(rendition.width), \(rendition.height))
        """)
    }
  }
}
