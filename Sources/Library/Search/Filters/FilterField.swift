import Persistence

/// A field of a filter, once it is known what it names.
enum FilterField: Sendable {
  case assetType
  case status
  /// Weir keeps no ratings: every asset has 0.
  case rating
  case author
  /// MediaValet's fields that rest on picture analysis, which Weir doesn't do; nothing is found there.
  case unsupported(String)
  /// A column of `library_asset` with a number; dates count milliseconds.
  case number(Statement, isDate: Bool)
  /// A column or expression with folded text.
  case text(Statement)
  case keyword
  case attribute(Attribute)

  /// - Parameter attributes: those of the library.
  /// - Returns: `nil` when nothing has this name.
  init?(_ name: String, attributes: [Attribute]) {
    let key = TextFolding.key(name)
    if let known = Self.builtIn[key.filter { $0 != " " }] {
      self = known
    } else if let attribute = attributes.first(where: { TextFolding.key($0.name) == key }) {
      self = SystemAttribute(attribute.id).map(FilterField.init) ?? .attribute(attribute)
    } else {
      return nil
    }
  }

  /// By name in lower case without blanks.
  private static let builtIn: [String: FilterField] = [
    "assettype": .assetType, "status": .status, "averagerating": .rating, "createdby": .author,
    "cognitivecolor": .unsupported("CognitiveColor"), "cognitivetextinimage": .unsupported("CognitiveTextInImage"),
    "dateapproved": .number("a.approved_at", isDate: true),
    "datecheckedout": .number("a.checked_out_at", isDate: true),
    "datependingapproval": .number("a.pending_at", isDate: true),
    "daterejected": .number("a.rejected_at", isDate: true),
    "dateuploaded": .number("a.created_at", isDate: true),
    "fileextension": .text("a.file_type_key"),
  ]

  private init(_ attribute: SystemAttribute) {
    self =
      switch attribute {
      case .altText: .text("a.alt_text_key")
      case .approvedDate: .number("a.approved_at", isDate: true)
      case .aspectRatio: .unsupported(attribute.name)
      case .dimensions: .text("(a.width || ' x ' || a.height)")
      case .orientation:
        .text(
          """
          (case when a.width = a.height then 'square' when a.width > a.height then 'landscape'
            when a.width < a.height then 'portrait' end)
          """)
      case .bitRate: .number("a.bit_rate", isDate: false)
      case .colorMode: .text("lower(a.colour_space)")
      case .description: .text("a.description_key")
      case .disapprovedDate: .number("a.rejected_at", isDate: true)
      case .expiryDate: .number("a.expires_at", isDate: true)
      case .fileName: .text("a.file_name_key")
      case .fileSize: .number("a.size", isDate: false)
      case .fileType: .text("a.file_type_key")
      case .frameRate: .number("a.frame_rate", isDate: false)
      case .imageHeight: .number("a.height", isDate: false)
      case .imageWidth: .number("a.width", isDate: false)
      case .keywords: .keyword
      case .length: .number("a.duration", isDate: false)
      case .mimeType: .text("lower(a.mime_type)")
      case .modifiedDate: .number("a.modified_at", isDate: true)
      case .resolution: .number("a.resolution", isDate: false)
      case .title: .text("a.title_key")
      case .uploadedDate: .number("a.uploaded_at", isDate: true)
      }
  }
}
