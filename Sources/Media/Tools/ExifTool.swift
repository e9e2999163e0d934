import Core
import Glibc

/// ExifTool, kept open: a start costs 100 ms, a file 5 to 10.
///
/// Asking and hearing are two calls, so that it reads while libvips decodes. One that hangs or ends is killed, and the
/// next file starts another.
final class ExifTool {
  private let program: String
  private var process: pid_t = 0
  private var input: Int32 = -1
  private var output: Int32 = -1
  private var asked = 0

  /// - Parameter program: its name, looked up by `PATH`, or its path.
  init(program: String = "exiftool") {
    self.program = program
  }

  deinit {
    stop()
  }

  /// Asks for all metadata of a file; ``answer(by:)`` must be called next.
  /// - Parameters:
  ///   - path: absolute, and without line breaks, since arguments go to ExifTool line by line.
  ///   - isPicture: leaves out maker notes and what may follow a picture, which are slow to read. Films keep their
  ///     metadata at the end, so they are read whole.
  func ask(about path: String, isPicture: Bool) throws(ToolError) {
    if process == 0 { try start() }
    asked += 1
    let arguments = Self.arguments + (isPicture ? ["-fast2"] : []) + [path, "-execute\(asked)"]
    do {
      try Pipe.write(Array((arguments.joined(separator: "\n") + "\n").utf8), to: input)
    } catch {
      stop()
      throw error
    }
  }

  /// What it found: ExifTool's JSON, every value as a text or an array of texts.
  func answer(by deadline: ContinuousClock.Instant) throws(ToolError) -> JSONObject {
    let mark = Array("{ready\(asked)}\n".utf8)
    var bytes: [UInt8] = []
    do throws(ToolError) {
      while !bytes.suffix(mark.count).elementsEqual(mark) {
        let chunk = try Pipe.read(output, upTo: 64 << 10, by: deadline)
        guard !chunk.isEmpty else { throw ToolError.broken(0) }
        bytes += chunk
        guard bytes.count <= 16 << 20 else { throw ToolError.tooMuchOutput }
      }
    } catch {
      let status = stop()
      throw status == 127 ? .missing(program) : error
    }
    bytes.removeLast(mark.count)
    let quoted = BareWords.quoted(bytes)
    return (try? JSONValue(parsing: quoted))?[0]?.objectValue ?? [:]
  }

  /// Ends it at once.
  @discardableResult
  func stop() -> Int32 {
    guard process > 0 else { return 0 }
    close(input)
    close(output)
    kill(process, SIGKILL)
    defer { process = 0 }
    return Tool.reap(process)
  }

  private func start() throws(ToolError) {
    let commands = try Pipe.make()
    let answers = try Pipe.make()
    // An empty configuration file: a person's own could run code.
    let line = [program, "-config", "", "-stay_open", "True", "-@", "-"]
    let started = Tool.spawn(line, input: commands.read, output: answers.write, error: -1, seconds: 0)
    close(commands.read)
    close(answers.write)
    guard started > 0 else {
      close(commands.write)
      close(answers.read)
      throw .cannotStart(-started)
    }
    (process, input, output) = (started, commands.write, answers.read)
  }

  /// JSON, groups of family 0 and 1, several of a name, UTF-8, coordinates as signed degrees.
  private static let arguments = [
    "-j", "-G0:1", "-a", "-charset", "UTF8", "-c", "%+.7f", "-api", "LargeFileSupport=1", "-x", "System:all",
    "-x", "Composite:all",
  ]
}
