import Blobs
import Connectors
import Core

/// The steps that pack and unpack.
enum ArchiveSteps {
  static let all = [zip, unzip]

  static let zip = FileStep(
    "zip", "Pack files into a ZIP file",
    input: StepSchema.input(
      "Packs files into one ZIP file. Pictures, films and other packed formats are stored as they are.",
      [
        "files": [
          "type": "array", "title": "Files", "minItems": 1, "maxItems": 100_000,
          "description": "File handles, or objects with a \"file\" and the \"path\" it gets in the archive.",
          "items": ["type": "object"],
        ],
        "name": StepSchema.name("files.zip"),
      ], required: ["files"]),
    output: StepSchema.output([
      "file": StepSchema.file("The ZIP file."), "count": ["type": "integer", "title": "How many files"],
      "size": ["type": "integer", "title": "Bytes"],
    ])
  ) { call in
    let members = try ZipMember.all(call)
    let file = try await call.write(name: call.text("name") ?? "files.zip", mime: "application/zip") { output in
      var writer = ZipWriter()
      for (index, member) in members.enumerated() {
        try await pack(member, call, &writer, into: &output)
        await call.context.progress(Int64(index + 1), Int64(members.count))
      }
      try await output.append(writer.finish(at: output.size))
    }
    return ["file": file.json, "count": JSONValue(members.count), "size": JSONValue(file.size)]
  }

  private static func pack(
    _ member: ZipMember, _ call: FileStepCall, _ writer: inout ZipWriter, into output: inout BlockWriter
  ) async throws {
    let source = try await call.room.files.open(member.handle)
    let (start, method) = (output.size, member.isPacked ? 0 : 8)
    try await output.append(writer.start(member.path, method: method))
    let begin = output.size
    let packer = Packer(deflates: method == 8)
    for try await chunk in try await source.stream() {
      try Task.checkCancellation()
      try await output.append(packer.take(chunk))
    }
    try await output.append(packer.end())
    try await output.append(
      writer.end(
        member.path, method: method, checksum: packer.checksum, packed: output.size - begin, size: packer.size,
        offset: start))
  }

  static let unzip = FileStep(
    "unzip", "Unpack a ZIP file",
    input: StepSchema.input(
      "Unpacks a ZIP file. Nothing is unpacked of an archive with names that lead elsewhere, links, overlapping files, or "
        + "more than the limits below; archives in it stay packed.",
      ZipLimits.properties.prefixed([
        "file": StepSchema.file("The ZIP file."),
        "pattern": [
          "type": "string", "title": "Names",
          "description": "Only files that match, as *.jpg or 2026/**. All when left out.",
        ],
      ]), required: ["file"]),
    output: StepSchema.output([
      "files": RowOutput.schema("The files, each with its \"path\", \"name\", \"size\" and \"file\"."),
      "count": ["type": "integer", "title": "How many"], "size": ["type": "integer", "title": "Bytes in all"],
    ])
  ) { call in
    let archive = try await call.file()
    guard let size = try await archive.facts().size else { throw FileSourceError.unknownSize(name: archive.name) }
    let directory = ZipDirectory(file: archive, size: size, limits: ZipLimits(call.input))
    let pattern = call.text("pattern").map(GlobPattern.init)
    let entries = try await directory.entries().filter {
      pattern?.matches($0.path.split(separator: "/").map(String.init)) ?? true
    }
    let total = entries.reduce(0) { $0 + $1.size }
    return try await call.rows(from: archive.name, as: "files") { output in
      var done: Int64 = 0
      for entry in entries {
        let handle = try await unpack(entry, of: archive, size, call)
        try await output.append([
          ["path": .string(entry.path), "name": .string(entry.name), "size": .int(entry.size), "file": handle.json]
        ])
        done += entry.size
        await call.context.progress(done, total)
      }
      return ["size": .int(total)]
    }
  }

  private static func unpack(_ entry: ZipEntry, of archive: OpenFile, _ size: Int64, _ call: FileStepCall) async throws
    -> MediaFileHandle
  {
    var header = LittleEndian(try await archive.bytes(entry.offset..<entry.offset + 30)[...])
    guard header.number(4) == 0x0403_4b50, header.slice(22) != nil, let name = header.number(2),
      let extra = header.number(2)
    else {
      throw FileStepError.damagedArchive(file: archive.name, reason: "\"\(entry.path)\" isn't where it should be")
    }
    let start = entry.offset + 30 + Int64(name) + Int64(extra)
    guard start + entry.packedSize <= size else {
      throw FileStepError.damagedArchive(file: archive.name, reason: "\"\(entry.path)\" is cut off")
    }
    let packed =
      entry.packedSize == 0 ? ByteStream([]) : try await archive.stream(start..<start + entry.packedSize)
    let bytes = UnpackedBytes(archive: archive.name, entry: entry, packed: packed)
    let info = try await call.room.keeper.store(
      ByteStream(length: entry.size, bytes), for: call.holder, through: call.room.effects.id())
    return MediaFileHandle(
      name: entry.name, size: info.size, mime: MIMEType.ofFile(named: entry.name), sha256: info.hash.sha256,
      origin: .blob(info.hash.sha256))
  }
}
