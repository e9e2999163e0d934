/// What one look at a file gave: its facts, its renditions, and why there are none.
package struct ProcessedMedia: Sendable, Codable, Hashable {
  package var facts: MediaFacts
  /// In the order of their size; empty when the file has no picture or can't be decoded.
  package var renditions: [RenderedFile]
  /// Why there are no renditions though the file looks as if it had a picture: it is damaged, locked or too large.
  /// The file is good to keep all the same.
  package var problem: MediaError?
  /// What an order made.
  package var made: MadeFile?

  package init(facts: MediaFacts, renditions: [RenderedFile] = [], problem: MediaError? = nil, made: MadeFile? = nil) {
    self.facts = facts
    self.renditions = renditions
    self.problem = problem
    self.made = made
  }
}
