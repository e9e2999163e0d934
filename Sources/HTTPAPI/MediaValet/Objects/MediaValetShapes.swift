/// Shapes of the MediaValet API, as far as clients rely on them.
extension Shape {
  static let asset = Shape.named(
    "Asset",
    .object([
      .required("id", .id), .required("title", .string), .required("media", .map(.any)), .required("file", .map(.any)),
      .required("description", .string), .required("altText", .string),
      .required("status", .integer, "0 approved, 2 pending, 5 rejected, 7 expired, 9 checked out"),
      .required("attributes", .map(.string), "By attribute id."), .required("record", .map(.any)),
      .required("categories", .array(.id)), .required("keywords", .array(.string)), .required("_links", .map(.any)),
      .required("permissions", .any),
    ]))
  static let assets = Shape.named(
    "Assets", .object([.required("assetCount", .integer), .required("assets", .array(.asset))]))
  static let upload = Shape.named(
    "Upload",
    .object([
      .required("id", .id, "The asset's identifier."),
      .required("uploadUrl", .string(format: "uri"), "Put Blob, Put Block and Put Block List go here."),
      .required("uploadFilename", .string), .required("mediaFileId", .id), .optional("title", .string),
      .optional("description", .string), .optional("fileSizeInBytes", .integer),
    ]))
  static let category = Shape.named(
    "Category",
    .object([
      .required("id", .id), .optional("parentId", .id), .required("name", .string), .required("description", .string),
      .required("tree", .map(.string), "`path` with backslashes, from the root on."),
      .required("assetCount", .integer), .required("subfolderCount", .integer),
    ]))
  static let keyword = Shape.named(
    "Keyword",
    .object([
      .required("id", .id), .required("keywordName", .string), .required("isApproved", .boolean),
      .required("isSearchable", .boolean),
    ]))
  static let attribute = Shape.named(
    "Attribute",
    .object([
      .required("id", .id), .required("name", .string), .required("attributeType", .string),
      .required("isSystemProperty", .boolean), .required("isRequired", .boolean),
      .required("optionsList", .array(.map(.any))), .required("statusList", .array(.map(.any))),
    ]))
  static let lightbox = Shape.named(
    "Lightbox",
    .object([
      .required("id", .id), .required("name", .string), .required("description", .string),
      .required("assetCount", .integer), .required("permissions", .array(.string)),
    ]))
  static let directLink = Shape.named(
    "DirectLink",
    .object([
      .required("assetId", .id), .required("directLinkId", .id), .required("cdnLink", .string(format: "uri")),
      .required("linkName", .string), .required("state", .string), .required("totalViews", .integer),
    ]))
  static let user = Shape.named(
    "User",
    .object([
      .required("id", .id), .required("userName", .string), .required("firstName", .string),
      .required("lastName", .string), .required("emailAddress", .string),
    ]))
  static let patch = Shape.named(
    "JSONPatch",
    .array(
      .object([
        .required("op", .words(["add", "remove", "replace", "test", "move", "copy"])), .required("path", .string),
        .optional("value", .any),
      ])))
  static let assetIDs = Shape.array(.id)
}
