/// What an administrator does at a service's console so that the service says when something changed.
package struct HookGuide: Sendable, Hashable {
  /// What to do there, one after another.
  package let steps: [String]
  /// Secret fields of the guide, of which the service's proof is made; the client secret when there are none.
  package let signedWith: [String]
  /// Whether the console asks for a word that the service repeats when it makes sure of the address.
  package let hasWord: Bool
  /// Whether the address is entered there; otherwise Weir tells it, and only the signing keys are entered here.
  package let hasAddress: Bool

  package init(steps: [String], signedWith: [String] = [], hasWord: Bool = false, hasAddress: Bool = true) {
    self.steps = steps
    self.signedWith = signedWith
    self.hasWord = hasWord
    self.hasAddress = hasAddress
  }
}
