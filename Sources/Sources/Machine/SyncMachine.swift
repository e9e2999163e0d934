/// What comes next in a sync: pure, so that it can be tested without a service, a store or time.
///
/// ```
/// begin ─full──▶ list ─▶ pair ─▶ fetch ─▶ settle ─▶ done
///   ├─changes─▶ changes ─▶ list …        (a folder that is new is listed)
///   └─retry───▶ fetch …
/// changes ─expired─▶ begin (full; what is known stays known)
/// ```
/// Every phase is gone through in small steps, each of which is committed with the phase; so whoever takes the sync up
/// after a kill goes on with the step that wasn't.
package struct SyncMachine: Sendable, Hashable {
  /// What the sync does, as it is kept.
  package enum Phase: String, Sendable, CaseIterable {
    /// Cursors are taken and the chosen folders put on the list.
    case begin
    /// What changed since the cursors is read.
    case changes
    /// Folders are listed, those that are found on the way too.
    case list
    /// Files that vanished are matched with files that came.
    case pair
    /// Bytes are brought, names and fields written.
    case fetch
    /// What is really gone is dealt with.
    case settle
    case done
  }

  /// What a sync goes by.
  package enum Kind: String, Sendable, CaseIterable {
    /// Everything is listed.
    case full
    /// The service tells what changed.
    case changes
    /// Only what failed is tried again.
    case retry
  }

  /// What came of a step.
  package enum Event: Sendable, Hashable {
    case begun
    /// A step of the phase was done, and there is another.
    case more
    /// The phase is through.
    case through
    /// The service doesn't know the cursor any more.
    case expired
  }

  package private(set) var phase: Phase
  package private(set) var kind: Kind

  package init(_ kind: Kind, phase: Phase = .begin) {
    self.kind = kind
    self.phase = phase
  }

  /// Takes note of what came of the step at hand.
  package mutating func take(_ event: Event) {
    switch (phase, event) {
    case (.begin, _):
      phase =
        switch kind {
        case .full: .list
        case .changes: .changes
        case .retry: .fetch
        }
    case (.changes, .expired): self = SyncMachine(.full)
    case (_, .more): break
    case (.changes, _): phase = .list
    case (.list, _): phase = .pair
    case (.pair, _): phase = .fetch
    case (.fetch, _): phase = .settle
    case (.settle, _), (.done, _): phase = .done
    }
  }
}
