import Core

/// Chooses who looks at a file, and turns what goes wrong into a problem that names it.
struct Decoders {
  let job: MediaJob
  let limits: WorkerLimits
  let deadline: ContinuousClock.Instant

  func look(_ format: FileFormat?) -> Look {
    guard let format else { return Look(problem: picturesWanted ? .unsupported(file: file, format: "") : nil) }
    return mending {
      switch format.decoder {
      case .vips: try picture(at: job.path)
      case .ffmpeg where format.kind == .image: try foreignPicture(format)
      case .ffmpeg: try film(format)
      case .poppler: try pages()
      case .preview: try cameraPreview()
      case .none: Look(problem: picturesWanted ? .unsupported(file: file, format: format.name) : nil)
      }
    }
  }

  /// Turns whatever goes wrong into a problem that names the file.
  func mending(_ body: () throws -> Look) -> Look {
    do {
      return try body()
    } catch let problem as MediaError {
      return Look(problem: problem)
    } catch let failure as VipsPicture.Failure {
      return Look(problem: problem(failure))
    } catch let failure as ToolError {
      return Look(problem: problem(failure))
    } catch {
      return Look(problem: .damaged(file: file, reason: "\(error)"))
    }
  }

  var file: String { job.fileName }
  var picturesWanted: Bool { job.folder != nil && (!job.sizes.isEmpty || job.order != nil) }
  /// The picture that an order asks for.
  var pictureOrder: PictureOrder? {
    if case .picture(let order) = job.order { order } else { nil }
  }
  var tool: Tool { Tool(deadline: deadline, processorSeconds: limits.seconds) }

  /// A path for what is only needed on the way, in the job's folder.
  func scratch(_ name: String) -> String { (job.folder ?? "/tmp") + "/.weir-" + name }

  /// libvips itself: the header, the limit, the renditions.
  /// - Parameter path: the file, or a picture that another program took out of it.
  func picture(at path: String) throws -> Look {
    let header = try VipsPicture.header(of: path)
    var look = Look()
    look.width = header.width
    look.height = header.height
    look.pages = header.pages
    look.hasAlpha = header.hasAlpha
    look.colourSpace = header.colourSpace
    do {
      try checkPixels(header.width, header.height)
      try render(path, into: &look)
    } catch let problem as MediaError {
      look.problem = problem
    } catch let failure as VipsPicture.Failure {
      look.problem = problem(failure)
    }
    return look
  }

  func render(_ path: String, into look: inout Look) throws {
    guard picturesWanted, let folder = job.folder else { return }
    if let order = pictureOrder {
      look.made = try VipsPicture.convert(path, order, into: folder)
      return
    }
    let rendered = try VipsPicture.render(path, sizes: job.sizes, into: folder)
    look.renditions = rendered.files
    look.dominantColour = rendered.dominantColour
  }

  func checkPixels(_ width: Int, _ height: Int) throws(MediaError) {
    let (pixels, overflows) = width.multipliedReportingOverflow(by: height)
    guard !overflows, pixels <= limits.pixels else {
      throw .tooManyPixels(file: file, width: width, height: height, limit: limits.pixels)
    }
  }

  private func problem(_ failure: VipsPicture.Failure) -> MediaError {
    switch failure {
    case .cannotDecode(let reason): .damaged(file: file, reason: Self.word(reason))
    case .cannotWrite: .noSpace(file: file)
    }
  }

  private func problem(_ failure: ToolError) -> MediaError {
    switch failure {
    case .missing(let tool): .toolMissing(tool: tool)
    case .timedOut: .timedOut(file: file, seconds: limits.seconds)
    case .cannotStart, .broken: .damaged(file: file, reason: "its decoder could not be run")
    case .tooMuchOutput: .damaged(file: file, reason: "its decoder said more than makes sense")
    }
  }

  /// A decoder's complaint in one line, without where its files lie.
  static func word(_ reason: String) -> String {
    let line = reason.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let words = line.replacing(/\[[^\]]*\]/, with: "").split(separator: " ").filter { !$0.contains("/") }
    let short = words.joined(separator: " ").prefix(200)
    return short.isEmpty ? "its decoder gave up" : String(short)
  }
}
