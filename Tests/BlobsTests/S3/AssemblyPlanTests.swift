import TestSupport
import Testing

@testable import BlobsS3

@Suite("How blocks become parts")
struct AssemblyPlanTests {
  @Test func largeBlocksAreCopiedByTheService() {
    let plan = AssemblyPlan(blocks: [("a", 10), ("b", 20), ("c", 1)], smallest: 5, largest: 100)
    #expect(
      plan.parts == [
        .copy(part: "a", range: 0..<10), .copy(part: "b", range: 0..<20), .send(parts: ["c"], size: 1),
      ])
  }

  @Test func smallNeighboursAreSentTogether() {
    let plan = AssemblyPlan(blocks: [("a", 2), ("b", 2), ("c", 9), ("d", 9)], smallest: 5, largest: 100)
    #expect(plan.parts == [.send(parts: ["a", "b", "c"], size: 13), .copy(part: "d", range: 0..<9)])
  }

  @Test func ablockThatIsTooLargeIsCopiedInPieces() {
    let plan = AssemblyPlan(blocks: [("a", 250)], smallest: 5, largest: 100)
    #expect(
      plan.parts == [
        .copy(part: "a", range: 0..<83), .copy(part: "a", range: 83..<166), .copy(part: "a", range: 166..<250),
      ])
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func everyByteIsInThePlanOnceAndInOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let blocks = (0..<Int.random(in: 1...30, using: &generator)).map { index in
        (part: "\(index)", size: Int64.random(in: 1...40, using: &generator))
      }
      let plan = AssemblyPlan(blocks: blocks, smallest: 10, largest: 25)
      var position: [String: Int64] = [:]
      var order: [String] = []
      for (index, part) in plan.parts.enumerated() {
        var size: Int64 = 0
        switch part {
        case .copy(let name, let range):
          #expect(position[name, default: 0] == range.lowerBound)
          position[name] = range.upperBound
          order.append(name)
          size = range.upperBound - range.lowerBound
          #expect(size <= 25)
        case .send(let names, let sent):
          let sizes = names.compactMap { name in blocks.first { $0.part == name } }
          for block in sizes { position[block.part] = block.size }
          order += names
          size = sent
          #expect(sizes.reduce(0) { $0 + $1.size } == sent)
        }
        #expect(index == plan.parts.count - 1 || size >= 10)
      }
      #expect(blocks.allSatisfy { position[$0.part] == $0.size })
      #expect(order == order.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) })
    }
  }
}
