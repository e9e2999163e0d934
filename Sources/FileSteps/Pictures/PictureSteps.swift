import Connectors
import Core
import Media

/// The steps that look at pictures and films, or make others of them. All of it happens in media workers.
enum PictureSteps {
  static let all = [rendition, videoPoster, videoClip, readMetadata, writeMetadata]

  static let rendition = FileStep(
    "rendition", "Convert a picture",
    input: StepSchema.input(
      "Makes a picture of another size or format: of a picture, the first page of a document, or a moment of a film.",
      pictureProperties.prefixed(["file": StepSchema.file("The picture, document or film.")]), required: ["file"]),
    output: pictureOutput
  ) { call in try await picture(call, moment: nil) }

  static let videoPoster = FileStep(
    "videoPoster", "Poster of a film",
    input: StepSchema.input(
      "Takes a picture out of a film.",
      pictureProperties.prefixed([
        "file": StepSchema.file("The film."),
        "at": [
          "type": "number", "title": "Seconds", "minimum": 0,
          "description": "The moment to take; a little after the beginning when left out.",
        ],
      ]), required: ["file"]),
    output: pictureOutput
  ) { call in try await picture(call, moment: call.input["at"]?.doubleValue) }

  static let videoClip = FileStep(
    "videoClip", "Clip of a film",
    input: StepSchema.input(
      "Cuts a piece out of a film, as MP4.",
      [
        "file": StepSchema.file("The film."),
        "start": ["type": "number", "title": "From second", "minimum": 0, "default": 0],
        "duration": [
          "type": "number", "title": "Seconds", "minimum": 0.1, "maximum": 600, "default": 10,
          "description": "How long it is.",
        ],
        "height": [
          "type": "integer", "title": "Height", "minimum": 16, "maximum": 4320, "description": "In pixels at most.",
        ],
        "sound": ["type": "boolean", "title": "With sound", "default": true],
        "name": newName,
      ], required: ["file"]),
    output: pictureOutput
  ) { call in
    let order = ClipOrder(
      start: call.input["start"]?.doubleValue ?? 0, duration: call.input["duration"]?.doubleValue ?? 10,
      height: call.number("height"), hasSound: call.input["sound"] != false)
    return try await make(.clip(order), call, ending: "mp4", mime: "video/mp4")
  }

  static let readMetadata = FileStep(
    "readMetadata", "Read embedded metadata",
    input: StepSchema.input(
      "Reads what a picture, film, sound or document says about itself.",
      ["file": StepSchema.file("The file.")], required: ["file"]),
    output: MetadataFields.output
  ) { call in
    let handle = try call.handle()
    return try await call.withLocalFile(handle) { path in
      MetadataFields.json(try await call.room.media.inspect(path: path, fileName: handle.name))
    }
  }

  static let writeMetadata = FileStep(
    "writeMetadata", "Write embedded metadata",
    input: StepSchema.input(
      "Makes a copy of a file with other metadata in it. The file itself stays as it is.", MetadataFields.input,
      required: ["file"]),
    output: StepSchema.made
  ) { call in
    let handle = try call.handle()
    let order = MetadataOrder(fields: try MetadataFields.fields(call, fileName: handle.name))
    let file = try await call.withLocalFile(handle) { path in
      try await call.withFolder { folder in
        let made = try await call.room.media.make(
          .metadata(order), of: path, fileName: handle.name, into: folder)
        return try await call.keep(
          made.path, length: made.length, name: call.text("name") ?? handle.name,
          mime: handle.mime ?? MIMEType.ofFile(named: handle.name))
      }
    }
    return ["file": file.json]
  }

  private static func picture(_ call: FileStepCall, moment: Double?) async throws -> JSONValue {
    let form = call.text("format").flatMap(PictureOrder.Form.init) ?? .jpeg
    let order = PictureOrder(
      form: form, width: call.number("width"), height: call.number("height"),
      crop: call.text("crop").flatMap(PictureOrder.Crop.init) ?? .none, quality: call.number("quality") ?? 82,
      enlarges: call.flag("enlarge"), moment: moment)
    return try await make(.picture(order), call, ending: form.ending, mime: form.mime)
  }

  private static func make(_ order: MediaOrder, _ call: FileStepCall, ending: String, mime: String) async throws
    -> JSONValue
  {
    let handle = try call.handle()
    let stem = handle.name.lastIndex(of: ".").map { handle.name[..<$0] } ?? handle.name[...]
    let name = call.text("name").flatMap { $0.isEmpty ? nil : $0 } ?? "\(stem).\(ending)"
    return try await call.withLocalFile(handle) { path in
      try await call.withFolder { folder in
        let made = try await call.room.media.make(order, of: path, fileName: handle.name, into: folder)
        let file = try await call.keep(made.path, length: made.length, name: name, mime: mime)
        return [
          "file": file.json, "width": JSONValue(made.width.map(Int64.init)),
          "height": JSONValue(made.height.map(Int64.init)), "size": .int(made.length),
        ]
      }
    }
  }

  private static let newName: JSONValue = [
    "type": "string", "title": "File name", "maxLength": 255,
    "description": "What the new file is called; as the old one, with another ending, when left out.",
  ]

  private static let pictureProperties: JSONObject = [
    "format": [
      "type": "string", "title": "Format", "enum": .array(PictureOrder.Form.allCases.map { .string($0.rawValue) }),
      "default": "jpeg",
    ],
    "width": [
      "type": "integer", "title": "Width", "minimum": 1, "maximum": 16384, "description": "In pixels at most.",
    ],
    "height": [
      "type": "integer", "title": "Height", "minimum": 1, "maximum": 16384, "description": "In pixels at most.",
    ],
    "crop": [
      "type": "string", "title": "What doesn't fit", "default": "none",
      "enum": .array(PictureOrder.Crop.allCases.map { .string($0.rawValue) }),
      "description": "none makes the picture smaller until it fits; centre and attention cut it to width and height.",
    ],
    "quality": [
      "type": "integer", "title": "Quality", "minimum": 1, "maximum": 100, "default": 82,
      "description": "Of JPEG and WebP.",
    ],
    "enlarge": ["type": "boolean", "title": "Enlarge small ones", "default": false],
    "name": newName,
  ]

  private static let pictureOutput = StepSchema.output([
    "file": StepSchema.file("The new file."), "width": ["type": ["integer", "null"], "title": "Width"],
    "height": ["type": ["integer", "null"], "title": "Height"], "size": ["type": "integer", "title": "Bytes"],
  ])
}
