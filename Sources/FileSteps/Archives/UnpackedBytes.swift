import Connectors
import Core
import NIOCore

/// The bytes of one file of an archive, unpacked as they are asked for, and held against what the archive says of them.
struct UnpackedBytes: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let archive: String
  let entry: ZipEntry
  let packed: ByteStream

  func makeAsyncIterator() -> Iterator {
    Iterator(
      archive: archive, entry: entry, packed: packed.makeAsyncIterator(),
      inflater: entry.method == 8 ? Inflater(limit: entry.size) : nil)
  }

  struct Iterator: AsyncIteratorProtocol {
    let archive: String
    let entry: ZipEntry
    var packed: ByteStream.AsyncIterator
    let inflater: Inflater?
    var input = ByteBuffer()
    var hasEnded = false
    var checksum: UInt = 0
    var size: Int64 = 0

    mutating func next() async throws -> ByteBuffer? {
      while true {
        if input.readableBytes == 0, !hasEnded {
          if let chunk = try await packed.next() { input = chunk } else { hasEnded = true }
        }
        if hasEnded, inflater?.isDone != false {
          try finish()
          return nil
        }
        var output = ByteBuffer()
        try unpack(into: &output)
        if output.readableBytes > 0 {
          output.withUnsafeReadableBytes { checksum = Checksum.update(checksum, $0) }
          size += Int64(output.readableBytes)
          return output
        }
        if hasEnded { throw damaged("it is cut off") }
      }
    }

    private mutating func unpack(into output: inout ByteBuffer) throws {
      guard let inflater else {
        output = input
        input = ByteBuffer()
        return
      }
      if inflater.isDone {
        guard input.readableBytes == 0 else { throw damaged("something follows it") }
        return
      }
      do {
        let left = try input.withUnsafeReadableBytes { bytes throws(Inflater.Failure) -> Int in
          try inflater.take(bytes) { output.writeBytes($0) }
        }
        input.moveReaderIndex(forwardBy: input.readableBytes - left)
      } catch Inflater.Failure.longerThanSaid {
        throw FileStepError.hostileArchive(file: archive, entry: entry.path, reason: "a file is larger than it says")
      } catch {
        throw damaged("it can't be unpacked")
      }
    }

    private func finish() throws {
      guard size == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
        throw damaged("it isn't what the archive says")
      }
    }

    private func damaged(_ reason: String) -> FileStepError {
      .damagedArchive(file: archive, reason: "of \"\(entry.path)\", \(reason)")
    }
  }
}
