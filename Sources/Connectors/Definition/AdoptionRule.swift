/// How to find what an earlier try of the same step made, so that a retry takes it up and makes no second one.
///
/// The runtime notes durably that it is about to send; when it finds such a note at the start, it looks first. The
/// request can also carry `${run.uuid}`, which stays the same over all tries of a step.
package struct AdoptionRule: Sendable, Hashable {
  /// The GET that looks, added to the connection's endpoint.
  package let path: Template
  package let query: [TemplateField]
  /// Where the thing, or the list of candidates, stands in the answer.
  package let select: JSONPath
  /// For a list: what the one that is meant has. Compared as JSON.
  package let match: [TemplateField]
  /// Whether it also looks when the request is answered with 409.
  package let looksOnConflict: Bool
}
