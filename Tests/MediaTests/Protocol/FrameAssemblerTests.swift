import Testing

@testable import Media

@Suite struct FrameAssemblerTests {
  @Test func messagesSurviveAnyCutting() throws {
    let jobs = (0..<3).map { MediaJob(path: "/blobs/\($0)", fileName: "Ü\($0).jpg", sizes: [.small], folder: "/tmp") }
    let bytes = try jobs.flatMap { try WorkerFrame.encode($0) }
    for size in [1, 3, 7, bytes.count] {
      var assembler = FrameAssembler()
      var heard: [MediaJob] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        assembler.append(bytes[start..<min(start + size, bytes.count)])
        while let body = try assembler.next() { heard.append(try WorkerFrame.decode(MediaJob.self, from: body)) }
      }
      #expect(heard == jobs, "in pieces of \(size)")
    }
  }

  @Test func rubbishFromAChildIsRefusedBeforeItIsStored() {
    var assembler = FrameAssembler()
    assembler.append("HTTP/1.1".utf8)
    #expect(throws: WorkerFrameError.tooLong) { try assembler.next() }
  }
}
