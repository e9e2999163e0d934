import Core

extension Decoders {
  /// ffprobe for the facts, ffmpeg for one frame: a little into a film, since many begin in black.
  func film(_ format: FileFormat) throws -> Look {
    let film = try probe(FilmProbe.confinement)
    var look = Look()
    look.film = film
    if film.videoCodec != nil { look.kind = .video } else if film.audioCodec != nil { look.kind = .audio }
    guard film.hasPicture, picturesWanted else { return look }
    do {
      if let width = film.width, let height = film.height { try checkPixels(width, height) }
      let still = scratch("still.jpg")
      defer { FileOnDisk.remove(still) }
      let start = film.isCover ? 0 : pictureOrder?.moment ?? min(10, (film.duration ?? 0) / 10)
      try takeStill(FilmProbe.confinement, at: start, to: still)
      if FileOnDisk.length(of: still) ?? 0 == 0 { try takeStill(FilmProbe.confinement, at: 0, to: still) }
      try render(still, into: &look)
    } catch let problem as MediaError {
      look.problem = problem
    } catch is VipsPicture.Failure {
      look.problem = .damaged(file: file, reason: "no frame can be decoded")
    }
    return look
  }

  /// Pictures that ffmpeg decodes for libvips.
  func foreignPicture(_ format: FileFormat) throws -> Look {
    let demuxer =
      switch format {
      case .photoshop: "psd_pipe"
      case .jpeg2000: "j2k_pipe"
      case .openEXR: "exr_pipe"
      default: "bmp_pipe"
      }
    let confinement = [
      "-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", demuxer, "-f", demuxer,
    ]
    let found = try probe(confinement)
    guard let width = found.width, let height = found.height else {
      throw MediaError.damaged(file: file, reason: "its size can't be read")
    }
    var look = Look()
    look.width = width
    look.height = height
    guard picturesWanted else { return look }
    do {
      try checkPixels(width, height)
      let still = scratch("still.jpg")
      defer { FileOnDisk.remove(still) }
      try takeStill(confinement, at: 0, to: still)
      try render(still, into: &look)
    } catch let problem as MediaError {
      look.problem = problem
    } catch is VipsPicture.Failure {
      look.problem = .damaged(file: file, reason: "it can't be decoded")
    }
    return look
  }

  /// - Parameter path: the job's own file when left out.
  func probe(_ confinement: [String], of path: String? = nil) throws -> FilmProbe {
    let result = try tool.run(
      ["ffprobe"] + confinement + [
        "-print_format", "json", "-show_format", "-show_streams", "-i", "file:" + (path ?? job.path),
      ])
    guard result.status == 0, let json = try? JSONValue(parsing: result.output) else {
      throw MediaError.damaged(file: file, reason: Self.word(result.errors))
    }
    return FilmProbe(json)
  }

  /// Writes one frame, in square pixels, as a JPEG of high quality.
  private func takeStill(_ confinement: [String], at seconds: Double, to path: String) throws {
    var arguments = ["ffmpeg", "-nostdin", "-y", "-threads", "1", "-max_pixels", "\(limits.pixels)"] + confinement
    if seconds > 0 { arguments += ["-ss", "\(seconds)"] }
    arguments += [
      "-i", "file:" + job.path, "-map", "0:v:0", "-frames:v", "1", "-an", "-sn", "-dn", "-vf",
      "scale=iw*if(gt(sar\\,0)\\,sar\\,1):ih,setsar=1", "-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p", "-f",
      "mjpeg", "file:" + path,
    ]
    let result = try tool.run(arguments)
    guard result.status == 0 else { throw MediaError.damaged(file: file, reason: Self.word(result.errors)) }
  }
}
