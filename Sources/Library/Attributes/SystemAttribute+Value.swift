import Core

/// What system attributes are read from.
struct SystemAttributeSource {
  let title: String
  let description: String
  let altText: String
  let original: Original
  let facts: TechnicalFacts
  let record: AssetRecord
  let keywords: [String]
}

extension SystemAttribute {
  /// The value as the MediaValet API writes it; `nil` where the asset has none.
  func value(of source: SystemAttributeSource) -> String? {
    switch self {
    case .altText: source.altText.isEmpty ? nil : source.altText
    case .approvedDate: source.record.approvedAt.map(Timestamp.format)
    case .aspectRatio: source.facts.aspectRatio
    case .bitRate: source.facts.bitRate.map(String.init)
    case .colorMode: source.facts.colourSpace
    case .description: source.description.isEmpty ? nil : source.description
    case .dimensions: dimensions(source.facts)
    case .disapprovedDate: source.record.rejectedAt.map(Timestamp.format)
    case .expiryDate: source.record.expiresAt.map(Timestamp.format)
    case .fileName: source.original.fileName
    case .fileSize: String(source.original.size)
    case .fileType: source.original.fileType.isEmpty ? nil : source.original.fileType
    case .frameRate: source.facts.frameRate.map(Self.plain)
    case .imageHeight: source.facts.height.map(String.init)
    case .imageWidth: source.facts.width.map(String.init)
    case .keywords: source.keywords.joined(separator: ", ")
    case .length: source.facts.duration.map(Self.plain)
    case .mimeType: source.facts.mimeType
    case .modifiedDate: Timestamp.format(source.record.modifiedAt)
    case .orientation: source.facts.orientation
    case .resolution: source.facts.resolution.map { Self.plain($0) + "dpi" }
    case .title: source.title
    case .uploadedDate: Timestamp.format(source.original.uploadedAt)
    }
  }

  /// Every value an asset has, by identifier.
  static func values(of source: SystemAttributeSource) -> [AttributeID: String] {
    var values: [AttributeID: String] = [:]
    for attribute in allCases {
      if let id = attribute.id, let value = attribute.value(of: source) { values[id] = value }
    }
    return values
  }

  private func dimensions(_ facts: TechnicalFacts) -> String? {
    guard let width = facts.width, let height = facts.height else { return nil }
    return "\(width) x \(height)"
  }

  /// Without the `.0` of whole numbers.
  private static func plain(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }
}
