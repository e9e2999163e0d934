import Blobs
import Connections
import Connectors
import Core
import Flows

/// Files of JSON lines for the loops of flows: Flows knows no files.
enum LoopFiles {
  /// One page: so many items, or as many as stand in so many bytes, so that it stays in its row of the journal.
  private static let items = 500
  private static let bytes: Int64 = 48 << 10
  /// A longer line is refused.
  private static let longestLine: Int64 = 4 << 20

  /// Reads a page from where the one before ended; the cursor is `{"offset", "line"}`, in bytes and from 0.
  /// - Parameter reach: which connections' files a flow may read.
  static func reader(_ files: FileSources, reach: @escaping @Sendable (ActionCall) -> ConnectionReach) -> LineReader {
    LineReader { call, cursor async throws(StepFailure) in
      guard let handle = MediaFileHandle(json: call.input) else {
        throw StepFailure(
          code: "items_not_a_file", message: "The items are an object that is no file.",
          advice: "Give a list, or the handle of a file with one JSON value in each line.", field: "forEach")
      }
      let offset = cursor?["offset"]?.intValue ?? 0
      do {
        let file = try await ConnectionReach.$current.withValue(reach(call)) { try await files.open(handle) }
        var size = file.size ?? handle.size
        if size == nil { size = try await file.facts().size }
        var page = LinePage(
          file: handle.name, offset: offset, line: Int(cursor?["line"]?.intValue ?? 0), most: items)
        var length = bytes
        while page.isEmpty {
          let end = min(size ?? .max, page.end + length)
          guard page.end < end else { return ActionPage(items: [], next: nil) }
          let read = try await file.bytes(page.end..<end)
          try page.take(read, isLast: read.count < end - page.end || end == size)
          if page.hasEnded { break }
          length = min(length * 2, longestLine)
          guard page.pending <= longestLine else { throw page.tooLong(longestLine) }
        }
        return ActionPage(items: page.values, next: page.next)
      } catch let failure as StepFailure {
        throw failure
      } catch let error as any CodedError {
        throw StepFailure(error)
      } catch {
        throw StepFailure(
          code: "file_unreadable", message: "\"\(handle.name)\" can't be read.", retry: .backOff, field: "forEach")
      }
    }
  }

  /// Writes what long loops put out, kept for the run.
  static func writer(_ keeper: FileKeeper, effects: Effects) -> LineWriter {
    LineWriter { name, run, bytes in
      let info = try await keeper.store(bytes, for: run.description, through: effects.id())
      return MediaFileHandle(
        name: name, size: info.size, mime: "application/jsonl", sha256: info.hash.sha256,
        origin: .blob(info.hash.sha256)
      ).json
    }
  }
}
