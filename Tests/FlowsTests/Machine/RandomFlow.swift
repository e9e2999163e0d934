import Core
import TestSupport

/// Makes flows up, of every kind of step.
struct RandomFlow {
  /// Of every loop.
  static let concurrency = 3

  private var chance: SeededGenerator
  private var number = 0

  static func document(seed: UInt64) -> JSONValue {
    var flow = RandomFlow(chance: SeededGenerator(seed: seed))
    var steps = flow.steps(depth: 0)
    // Which step is the last one to run may only be left to chance where nothing else is in flight.
    if Int.random(in: 0..<12, using: &flow.chance) == 0 {
      steps.insert(
        ["id": "early", "if": "{{ .vars.x }}", "then": [["id": "end", "stop": ["output": "stopped"]]]],
        at: steps.count / 2)
    }
    return ["name": "Made up", "vars": ["x": .null], "steps": .array(steps)]
  }

  private mutating func steps(depth: Int) -> [JSONValue] {
    (0..<Int.random(in: 1...3, using: &chance)).map { _ in step(depth: depth) }
  }

  private mutating func step(depth: Int) -> JSONValue {
    number += 1
    let id = JSONValue.string("s\(number)")
    var step: JSONObject = ["id": id]
    for (name, value) in kind(id, depth: depth) { step[name] = value }
    switch Int.random(in: 0..<(depth < 3 ? 10 : 20), using: &chance) {
    case 0: step["onError"] = "continue"
    case 1 where depth < 3: step["onError"] = .array(steps(depth: depth + 1))
    default: break
    }
    return .object(step)
  }

  private mutating func kind(_ id: JSONValue, depth: Int) -> JSONObject {
    switch Int.random(in: 0..<(depth < 3 ? 22 : 12), using: &chance) {
    case 0...3: return ["action": "test/any", "input": ["index": "{{ .index }}", "vars": "{{ .vars }}"]]
    case 4: return ["set": ["x": id, "before": "{{ .vars.x }}"]]
    case 5: return ["transform": ["x": "{{ .vars.x }}", "item": "{{ .item }}"]]
    case 6: return ["wait": ["for": "1s"]]
    case 7:
      return Bool.random(using: &chance) ? ["wait": ["callback": [:]]] : ["wait": ["approval": ["title": "Well?"]]]
    case 8: return ["flow": "Other", "wait": .bool(Bool.random(using: &chance))]
    case 9: return ["state": ["increment": "n"]]
    case 10: return Bool.random(using: &chance) ? ["respond": ["body": id]] : ["fail": ["message": "Made up."]]
    case 11: return ["batch": ["items": [1, 2, 3], "size": 2]]
    case 12, 13: return loop(depth: depth)
    case 14, 15: return parallel(depth: depth)
    case 16, 17, 18: return attempt(depth: depth)
    case 19: return choice(depth: depth)
    default:
      return [
        "if": .bool(Bool.random(using: &chance)), "then": .array(steps(depth: depth + 1)),
        "else": .array(steps(depth: depth + 1)),
      ]
    }
  }

  private mutating func loop(depth: Int) -> JSONObject {
    let items: JSONValue =
      Int.random(in: 0..<3, using: &chance) == 0
      ? ["action": "test/list"] : .array((0..<Int.random(in: 0...6, using: &chance)).map { JSONValue($0) })
    return [
      "forEach": items, "concurrency": JSONValue(Self.concurrency),
      "onItemError": Bool.random(using: &chance) ? "continue" : "fail", "steps": .array(steps(depth: depth + 1)),
    ]
  }

  private mutating func parallel(depth: Int) -> JSONObject {
    let branches = (0..<Int.random(in: 1...3, using: &chance)).map { _ -> JSONValue in
      number += 1
      let id = JSONValue.string("b\(number)")
      return ["id": id, "steps": .array(steps(depth: depth + 1))]
    }
    return ["parallel": .array(branches), "concurrency": JSONValue(Int.random(in: 1...3, using: &chance))]
  }

  private mutating func attempt(depth: Int) -> JSONObject {
    var attempt: JSONObject = ["try": .array(steps(depth: depth + 1))]
    let parts = Int.random(in: 0..<3, using: &chance)
    if parts != 1 { attempt["catch"] = .array(steps(depth: depth + 1)) }
    if parts != 0 { attempt["finally"] = .array(steps(depth: depth + 1)) }
    return attempt
  }

  private mutating func choice(depth: Int) -> JSONObject {
    [
      "switch": "{{ .index }}",
      "cases": [
        ["value": 0, "steps": .array(steps(depth: depth + 1))],
        ["values": [1, 2], "steps": .array(steps(depth: depth + 1))],
      ],
      "default": .array(steps(depth: depth + 1)),
    ]
  }
}
