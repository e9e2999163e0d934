/// A trigger that takes CloudEvents from a MediaValet SkyHOOK subscription.
package struct SkyhookTrigger: Sendable, Hashable {
  /// As `Asset.MediaFileAdded`; empty for all.
  package let events: [String]
}
