import Foundation

/// One thing to change about an asset, already checked.
enum AssetChange: Sendable, Hashable {
  case title(String)
  case description(String)
  case altText(String)
  case fileName(String)
  case status(AssetStatus)
  case expiresAt(Date?)
  /// `nil` takes the value away.
  case attribute(Attribute, AttributeValue?)
  /// All of them, in order.
  case categories([CategoryID])
  /// All of them, in order; unknown words are made.
  case keywords([String])
}
