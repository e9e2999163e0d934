package import Core
package import Foundation
package import Library

/// A file that a publication put into its folder, or is to put there.
package struct PublishedFile: Sendable, Hashable {
  package let id: ID<PublishedFile>
  package let asset: AssetID
  /// Whether it stands for the asset now; otherwise the asset left the collection, or has another name there.
  package var isCurrent = true
  package var state: State
  /// What the library calls it, and what is to be there.
  package var wanted: CollectedFile
  /// Its name there, which may differ to be distinct; chosen when it is first sent.
  package var name: String?
  /// The library's name for which ``name`` was chosen.
  package var namedFor: String?
  /// What is there, as far as this publication put it; `nil` before.
  package var there: There?
  /// What is being sent at this moment, or was when a worker died: what is found there is then compared with it.
  package var sending: CollectedFile.Content?
  /// How often it was sent to its end.
  package var puts = 0
  /// How often the last thing to do failed.
  package var tries = 0
  /// When it is tried again; `nil` for at once.
  package var dueAt: Date?
  package var problem: String?
  /// Whether a person said that what is there may be overwritten or removed, whoever changed it.
  package var isForced = false

  /// What the publication put there.
  package struct There: Sendable, Hashable {
    /// The service's id.
    package var item: String
    /// What says that it is unchanged there: its version, or its size and time; `nil` where nothing is told.
    package var mark: String?
    /// What was sent; `nil` when it is a piece that a broken try left.
    package var content: CollectedFile.Content?
  }

  package enum State: String, Sendable, CaseIterable {
    /// To be sent, or to be removed.
    case waiting
    /// As it should be there.
    case sent
    /// Somebody else changed it there; a person has to say what is right.
    case conflict
    /// Given up until a person says to try again.
    case parked
    /// There is nothing to be sent: the picture isn't made yet, or can't be made.
    case unavailable
    /// The asset left the collection, and the file stays there.
    case left
  }

  package init(id: ID<PublishedFile>, _ wanted: CollectedFile) {
    self.id = id
    asset = wanted.asset
    self.wanted = wanted
    state = .waiting
  }

  /// Nothing failed so far with what is to be done next.
  mutating func turn(_ state: State, problem: String? = nil) {
    (self.state, tries, dueAt, self.problem) = (state, 0, nil, problem)
  }
}
