import Synchronization

/// A few threads, used in turn: many uploads at once must not mean many threads.
final class FileThreads: Sendable {
  private let threads: [FileThread]
  private let turn = Atomic<Int>(0)

  init(count: Int = 8) {
    threads = (0..<max(1, count)).map { FileThread(label: "weir.blobs.\($0)") }
  }

  func next() -> FileThread {
    let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
    return threads[Int(UInt(bitPattern: number) % UInt(threads.count))]
  }

  func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await next().run(body)
  }
}
