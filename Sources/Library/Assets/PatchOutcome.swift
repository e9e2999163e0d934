/// What became of a patch: the asset as it is now, and what of the patch was not taken.
package struct PatchOutcome: Sendable, Hashable {
  package let asset: Asset
  /// One sentence for each line that was skipped.
  package let errors: [String]
  /// One sentence for each oddity that didn't matter.
  package let warnings: [String]

  package init(asset: Asset, errors: [String], warnings: [String]) {
    self.asset = asset
    self.errors = errors
    self.warnings = warnings
  }
}
