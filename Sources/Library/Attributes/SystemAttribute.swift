import Core

/// The attributes that every library has and keeps itself, with the identifiers of MediaValet's.
enum SystemAttribute: String, Sendable, Hashable, CaseIterable {
  case altText = "6f21c3aa-7f34-44c2-86cb-27548c113bec"
  case approvedDate = "ad558cd0-398f-42b7-9da4-2ea9fd2a65c4"
  case aspectRatio = "0e09ddad-1612-4f7b-98b2-e4aa32007c8e"
  case bitRate = "39d97648-4b8f-4578-8e50-f82e1cbf8203"
  case colorMode = "0be93fea-8c1a-4b03-87cc-daead367534b"
  case description = "6565951b-5409-45d8-b0fd-5af71db4aaab"
  case dimensions = "a632ed14-111f-4b49-9c26-dc5fd601dca6"
  case disapprovedDate = "3159b2db-d9b8-40e1-a4a5-d21e460bce7e"
  case expiryDate = "0e361325-7cb9-41ab-bf5a-b11df471bed3"
  case fileName = "b2dfae0d-db63-4213-91e8-a00a3dc5ba42"
  case fileSize = "f145dec1-23ee-4c7f-89dd-1a67bf7929ca"
  case fileType = "7b4bbc16-080b-493f-b26d-2e6bb97a1a1e"
  case frameRate = "322c68a5-8f16-45eb-a71f-b3b56d5323ca"
  case imageHeight = "ff76aac6-d9f9-49db-8e27-a0af298f22e1"
  case imageWidth = "01cc5954-5220-4a34-85ca-12ccfc2ab82e"
  case keywords = "1927031a-b4bf-447e-a6b1-09058c3d21d4"
  case length = "466a6298-bdd5-4cc1-a5c8-165833fd1b5a"
  case mimeType = "1b3f1311-56b5-4fff-91ab-2bc5c099bf55"
  case modifiedDate = "a72faa89-a2ca-4341-9993-d2a3646481f6"
  case orientation = "28dd6157-08b3-4496-b9d7-3bd79389646a"
  case resolution = "29f3b4be-a023-419f-af4f-d648c749c626"
  case title = "5c84053d-0f2e-478e-8cb8-8120cacfcd25"
  case uploadedDate = "ec8c9243-4cd2-497e-bfeb-342df88cad52"
}

extension SystemAttribute {
  /// The name that people see and filters use.
  var name: String {
    switch self {
    case .altText: "Alt Text"
    case .approvedDate: "Approved Date"
    case .aspectRatio: "Aspect Ratio"
    case .bitRate: "Bit Rate"
    case .colorMode: "Color Mode"
    case .description: "Description"
    case .dimensions: "Dimensions"
    case .disapprovedDate: "Disapproved Date"
    case .expiryDate: "Expiry Date"
    case .fileName: "File Name"
    case .fileSize: "File Size"
    case .fileType: "File Type"
    case .frameRate: "Frame Rate"
    case .imageHeight: "Image Height"
    case .imageWidth: "Image Width"
    case .keywords: "Keywords"
    case .length: "Length"
    case .mimeType: "Mime Type"
    case .modifiedDate: "Modified Date"
    case .orientation: "Orientation"
    case .resolution: "Resolution"
    case .title: "Title"
    case .uploadedDate: "Uploaded Date"
    }
  }

  var type: AttributeType {
    switch self {
    case .approvedDate, .disapprovedDate, .expiryDate, .modifiedDate, .uploadedDate: .dateTime
    case .bitRate, .fileSize, .frameRate, .imageHeight, .imageWidth, .length: .number
    case .description: .multilineText
    case .altText, .aspectRatio, .colorMode, .dimensions, .fileName, .fileType, .keywords, .mimeType, .orientation,
      .resolution, .title:
      .text
    }
  }

  /// As rooms know it; `nil` never, since every raw value is a UUID (a test reads them all).
  var id: AttributeID? { AttributeID(rawValue) }

  /// The one with this identifier; `nil` for other attributes.
  init?(_ id: AttributeID) {
    self.init(rawValue: id.description)
  }
}
