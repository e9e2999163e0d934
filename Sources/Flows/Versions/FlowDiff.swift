package import Core

/// What is different between two documents of a flow, step by step.
package struct FlowDiff: Sendable, Hashable {
  /// One field with what it was and what it is; `nil` where it is absent.
  package struct Field: Sendable, Hashable {
    /// As a path: `input.folder`.
    package let name: String
    package let before: JSONValue?
    package let after: JSONValue?
  }

  /// One step that is new, gone, or different.
  package struct Step: Sendable, Hashable {
    package let id: String
    /// `nil` for one that is new.
    package let from: StepPlace?
    /// `nil` for one that is gone.
    package let to: StepPlace?
    /// Whether it stands elsewhere, or in another order among those beside it.
    package let isMoved: Bool
    package let fields: [Field]
  }

  /// What differs outside of steps: name, triggers, variables.
  package let fields: [Field]
  /// In the order of the newer document, then those that are gone.
  package let steps: [Step]

  package var isEmpty: Bool { fields.isEmpty && steps.isEmpty }

  package init(from old: JSONValue, to new: JSONValue) {
    let (before, after) = (StepOutline(old), StepOutline(new))
    let (oldSteps, newSteps) = (before.byID, after.byID)
    let moved = StepOrder.moved(from: before.entries, to: after.entries)
    let present = after.entries.compactMap { entry -> Step? in
      guard let known = oldSteps[entry.id] else {
        return Step(
          id: entry.id, from: nil, to: entry.place, isMoved: false, fields: Self.fields([:], entry.fields))
      }
      let fields = Self.fields(known.fields, entry.fields)
      let isMoved = moved.contains(entry.id)
      guard isMoved || !fields.isEmpty else { return nil }
      return Step(id: entry.id, from: known.place, to: entry.place, isMoved: isMoved, fields: fields)
    }
    let gone = before.entries.filter { newSteps[$0.id] == nil }.map {
      Step(id: $0.id, from: $0.place, to: nil, isMoved: false, fields: Self.fields($0.fields, [:]))
    }
    fields = Self.fields(before.fields, after.fields)
    steps = present + gone
  }

  private static func fields(_ before: [String: JSONValue], _ after: [String: JSONValue]) -> [Field] {
    Set(before.keys).union(after.keys).sorted().compactMap { name in
      before[name] == after[name] ? nil : Field(name: name, before: before[name], after: after[name])
    }
  }
}

extension FlowDiff.Step {
  /// `added`, `removed`, or what is different: `moved`, `changed`.
  package var changes: [String] {
    if from == nil { return ["added"] }
    if to == nil { return ["removed"] }
    return (isMoved ? ["moved"] : []) + (fields.isEmpty ? [] : ["changed"])
  }
}
