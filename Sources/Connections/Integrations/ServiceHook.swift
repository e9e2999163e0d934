/// The address at which a service says that something changed, where it is entered by hand at the service's console: one
/// for each application that is registered there, whoever connects through it.
package struct ServiceHook: Sendable {
  /// The whole address, with its unguessable part; for administrators and the service only.
  package let address: String
  /// What the service repeats when it makes sure of the address; `nil` where it asks for no such word.
  package let word: String?
}
