/// Which Weir this is.
package enum WeirVersion {
  /// By semver.org.
  package static let current = "0.1.0"
}
