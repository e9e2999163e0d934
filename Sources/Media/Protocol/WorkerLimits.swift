/// What a worker may use. The first message to it; it answers once the limits hold.
struct WorkerLimits: Codable, Sendable, Hashable {
  /// Width × height of one page.
  let pixels: Int
  /// Bytes of memory for the worker and for each program that it starts.
  let memory: Int
  /// Bytes of one file that it writes.
  let file: Int
  /// Seconds of one job: of the processor in the worker, by the clock for the programs that it starts.
  let seconds: Int

  init(pixels: Int, memory: Int, file: Int, seconds: Int) {
    self.pixels = pixels
    self.memory = memory
    self.file = file
    self.seconds = seconds
  }

  init(_ settings: MediaSettings) {
    self.init(
      pixels: settings.pixelLimit, memory: settings.memoryLimit, file: settings.fileLimit,
      seconds: max(1, Int(settings.jobLimit.components.seconds)))
  }
}
