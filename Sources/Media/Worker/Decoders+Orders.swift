import Core
import Foundation

/// What is made of a file by order.
extension Decoders {
  func make(_ order: MediaOrder, _ format: FileFormat?) -> Look {
    switch order {
    case .picture: look(format)
    case .clip(let clip): mending { try self.clip(clip, format) }
    case .metadata(let metadata): mending { try write(metadata) }
    }
  }

  /// ffmpeg: a piece of a film, coded anew so that it begins where it should.
  private func clip(_ order: ClipOrder, _ format: FileFormat?) throws -> Look {
    guard format?.kind == .video, let folder = job.folder else {
      throw MediaError.unsupported(file: file, format: format?.name ?? "")
    }
    let film = try probe(FilmProbe.confinement)
    guard film.hasPicture, !film.isCover else { throw MediaError.noPicture(file: file) }
    if let width = film.width, let height = film.height { try checkPixels(width, height) }
    let target = folder + "/made.mp4"
    // H.264 takes even measures only.
    let height = order.height.map { "min(\($0)\\,ih)" } ?? "ih"
    var arguments = ["ffmpeg", "-nostdin", "-y", "-threads", "1", "-max_pixels", "\(limits.pixels)"]
    arguments += FilmProbe.confinement + ["-ss", "\(max(0, order.start))", "-i", "file:" + job.path]
    arguments += ["-t", "\(order.duration)", "-map", "0:v:0"]
    arguments += order.hasSound ? ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "128k"] : ["-an"]
    arguments += [
      "-sn", "-dn", "-map_metadata", "-1", "-vf", "scale=-2:'trunc(\(height)/2)*2'", "-c:v", "libx264", "-preset",
      "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-threads", "1", "-movflags", "+faststart", "-f", "mp4",
      "file:" + target,
    ]
    let result = try tool.run(arguments)
    guard result.status == 0 else { throw MediaError.damaged(file: file, reason: Self.word(result.errors)) }
    let made = try probe(FilmProbe.confinement, of: target)
    guard made.hasPicture, let length = FileOnDisk.length(of: target), length > 0 else {
      throw MediaError.noPicture(file: file)
    }
    var look = Look()
    look.made = MadeFile(path: target, width: made.width, height: made.height, length: length)
    return look
  }

  /// ExifTool: a copy with other metadata. Values come from a file, so that none can be taken for an option. It goes by a
  /// file's ending, which copies of ours on the disk don't have: so the copy is made first, and then changed.
  private func write(_ order: MetadataOrder) throws -> Look {
    guard let folder = job.folder else { throw MediaError.unreadable(file: file) }
    let ending = FileName.ending(of: job.fileName)
    let (target, values) = (folder + "/made." + (ending.isEmpty ? "bin" : ending), scratch("values.json"))
    defer { FileOnDisk.remove(values) }
    var object: JSONObject = ["SourceFile": "*"]
    for (name, texts) in order.fields.sorted(by: { $0.key < $1.key }) {
      object[name] = texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
    }
    try Data(JSONValue.array([.object(object)]).encoded()).write(to: URL(filePath: values))
    try FileManager.default.copyItem(atPath: job.path, toPath: target)
    let result = try tool.run([
      "exiftool", "-config", "", "-q", "-q", "-m", "-charset", "UTF8", "-charset", "iptc=UTF8", "-j=" + values,
      "-overwrite_original", target,
    ])
    guard result.status == 0, let length = FileOnDisk.length(of: target), length > 0 else {
      let word = Self.word(result.errors)
      throw word.contains("not") && word.contains("support")
        ? MediaError.unsupported(file: file, format: ending.uppercased()) : .damaged(file: file, reason: word)
    }
    var look = Look()
    look.made = MadeFile(path: target, length: length)
    return look
  }
}
