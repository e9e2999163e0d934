import Core
import Persistence

/// What hangs on a page of assets, read with one statement each.
struct AssetParts {
  private(set) var attributes: [AssetID: [AttributeID: String]] = [:]
  private(set) var categories: [AssetID: [CategoryID]] = [:]
  private(set) var keywords: [AssetID: [String]] = [:]
  private(set) var renditions: [AssetID: [RenditionKind: Rendition]] = [:]

  init(of ids: [AssetID], _ session: any Session) throws {
    let values = try session.rows(
      "select asset, attribute, value from library_asset_attribute where asset in \(list: ids)")
    for row in values {
      attributes[try row.id("asset"), default: [:]][try row.id("attribute")] = try row.string("value")
    }
    let places = try session.rows(
      """
      select asset, category from library_asset_category where asset in \(list: ids) order by position, category
      """)
    for row in places { categories[try row.id("asset"), default: []].append(try row.id("category")) }
    let words = try session.rows(
      """
      select ak.asset, k.word from library_asset_keyword ak join library_keyword k on k.id = ak.keyword
      where ak.asset in \(list: ids) order by ak.position, k.word_key
      """)
    for row in words { keywords[try row.id("asset"), default: []].append(try row.string("word")) }
    for row in try session.rows("select * from library_rendition where asset in \(list: ids)") {
      let rendition = Rendition(
        kind: try row.choice("kind"), hash: try row.hash("hash"), size: try row.int64("size"),
        mimeType: try row.string("mime_type"), width: try row.int("width"), height: try row.int("height"))
      renditions[try row.id("asset"), default: [:]][rendition.kind] = rendition
    }
  }
}
