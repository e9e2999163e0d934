import Core
import Foundation
import NIOCore
import Persistence
import Synchronization

/// Puts the output of a long loop together from the rows of its rounds, some at a time.
struct LoopCollector: Sendable {
  /// An output with more items than this becomes a file.
  static let mostItems = LoopState.mostResults
  private static let roundsAtOnce = 500

  let engine: RunEngine
  let run: RunID
  let path: String
  let count: Int

  /// The output, or why there is none.
  func collect() async -> Result<LoopOutput, StepFailure> {
    do {
      return .success(try await output())
    } catch is CancellationError {
      return .failure(.cancelled)
    } catch let failure as StepFailure {
      return .failure(failure)
    } catch {
      return .failure(
        (error as? any CodedError).map { StepFailure($0) }
          ?? StepFailure(code: "output_not_collected", message: "The output of the items could not be put together."))
    }
  }

  private func output() async throws -> LoopOutput {
    let failed = Mutex(0)
    if let writer = engine.lineWriter, count > Self.mostItems {
      let name = "\(path.split { "[].".contains($0) }.last.map(String.init) ?? path).jsonl"
      let bytes = ByteStream(length: nil, LineSequence { place in try await lines(from: place, failed) })
      let handle = try await writer.write(name, run, bytes)
      return LoopOutput(value: handle, failed: failed.withLock(\.self))
    }
    var values: [JSONValue] = []
    values.reserveCapacity(count)
    var room = AttemptRunner.maximumOutput
    while values.count < count {
      let some = try await self.values(from: values.count, failed)
      for value in some where !value.fits(into: &room) {
        throw StepFailure(
          code: "output_too_large", message: "The output is larger than \(AttemptRunner.maximumOutput >> 20) MB.",
          advice: "Give the loop an \"output\" that is smaller.", field: "output")
      }
      values += some
    }
    return LoopOutput(value: .array(values), failed: failed.withLock(\.self))
  }

  /// The next lines of the file.
  /// - Returns: `nil` after the last item.
  private func lines(from place: Int, _ failed: borrowing Mutex<Int>) async throws -> (bytes: [UInt8], next: Int)? {
    guard place < count else { return nil }
    let values = try await values(from: place, failed)
    var bytes: [UInt8] = []
    for value in values {
      bytes += value.encoded()
      bytes.append(UInt8(ascii: "\n"))
    }
    return (bytes, place + values.count)
  }

  /// What came out of the next items.
  private func values(from place: Int, _ failed: borrowing Mutex<Int>) async throws -> [JSONValue] {
    let places = place..<min(place + Self.roundsAtOnce, count)
    let paths = places.map { "\(path)[\($0)]" }
    let run = run
    let (rows, failures) = try await engine.store.read { session in
      let recall = RecallStore(session: session, run: run)
      let rows = try recall.outcomes(at: paths)
      return (rows, try recall.failures(at: StepJournal.origins(of: rows)))
    }
    var values: [JSONValue] = Array(repeating: .null, count: places.count)
    for row in try await engine.payloads.restored(rows) {
      guard let index = Int(row.path.dropFirst(path.count + 1).dropLast()), places.contains(index) else { continue }
      switch row.state {
      case .succeeded(let output): values[index - places.lowerBound] = output
      case .failed(let failure):
        failed.withLock { $0 += 1 }
        let origin = failure.isOfInnerStep ? failure.details["path"]?.stringValue ?? row.path : row.path
        values[index - places.lowerBound] = ["error": (failures[origin] ?? failure).value(origin: origin)]
      case .running, .waiting, .cancelled: continue
      }
    }
    return values
  }
}

/// Bytes that are made piece by piece, each from the place where the one before ended; in chunks of at most a megabyte.
private struct LineSequence: AsyncSequence, Sendable {
  typealias Element = ByteBuffer
  let make: @Sendable (Int) async throws -> (bytes: [UInt8], next: Int)?

  func makeAsyncIterator() -> Iterator { Iterator(make: make) }

  struct Iterator: AsyncIteratorProtocol {
    let make: @Sendable (Int) async throws -> (bytes: [UInt8], next: Int)?
    var place = 0
    var rest = ByteBuffer()

    mutating func next() async throws -> ByteBuffer? {
      while rest.readableBytes == 0 {
        guard let (bytes, next) = try await make(place) else { return nil }
        (rest, place) = (ByteBuffer(bytes: bytes), next)
      }
      return rest.readSlice(length: Swift.min(1 << 20, rest.readableBytes))
    }
  }
}
