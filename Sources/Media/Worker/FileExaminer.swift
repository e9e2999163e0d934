import Core

/// Does one job after another: tells the format by the bytes, lets the decoder that fits look, and asks ExifTool
/// meanwhile.
final class FileExaminer {
  private let limits: WorkerLimits
  private let exifTool = ExifTool()

  init(limits: WorkerLimits) {
    self.limits = limits
  }

  /// - Throws: ``MediaError`` when there is nothing to keep; what merely can't be shown is a problem in the answer.
  func process(_ job: MediaJob) throws(MediaError) -> ProcessedMedia {
    // ExifTool takes its arguments line by line.
    guard job.path.hasPrefix("/"), !job.path.contains(where: \.isNewline),
      let length = FileOnDisk.length(of: job.path),
      let head = FileOnDisk.head(of: job.path, upTo: FileSignature.length)
    else { throw .unreadable(file: job.fileName) }
    guard length > 0 else { throw .empty(file: job.fileName) }

    let format = FileSignature.format(of: head, fileName: job.fileName)
    // Ends before the server's patience does, so that the answer says what took so long.
    let deadline = ContinuousClock.now.advanced(by: .milliseconds(limits.seconds * 800))
    if let order = job.order {
      let look = Decoders(job: job, limits: limits, deadline: deadline).make(order, format)
      return ProcessedMedia(facts: Self.facts(of: job, format), problem: look.problem, made: look.made)
    }
    let hasAsked = (try? exifTool.ask(about: job.path, isPicture: format?.kind == .image)) != nil
    let look = Decoders(job: job, limits: limits, deadline: deadline).look(format)
    var facts = Self.facts(of: job, format)
    var problem = look.problem
    if hasAsked {
      do {
        facts.adopt(EmbeddedMetadata(try exifTool.answer(by: deadline)))
      } catch {
        if case .missing(let tool) = error { problem = problem ?? .toolMissing(tool: tool) }
      }
    }
    look.complete(&facts)
    if job.folder != nil, problem == nil, look.renditions.isEmpty, facts.kind == .image || facts.kind == .video {
      problem = .noPicture(file: job.fileName)
    }
    return ProcessedMedia(facts: facts, renditions: look.renditions, problem: problem)
  }

  private static func facts(of job: MediaJob, _ format: FileFormat?) -> MediaFacts {
    let ending = FileName.ending(of: job.fileName)
    let fitsEnding = format.map { $0.endings.contains(ending) } ?? true
    // Formats with many endings are better known by the one at hand.
    let isFamily = [nil, .text, .zip, .oldOffice].contains(format)
    let name = isFamily && fitsEnding ? ending.uppercased() : format?.name ?? ""
    return MediaFacts(
      kind: format?.kind ?? .other, mime: format?.mime ?? "application/octet-stream", format: name,
      matchesName: FileName.fits(job.fileName, format))
  }
}
